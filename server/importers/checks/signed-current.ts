import { floatAt, intAt, SENT_MODES, type SampleColumns } from "../../domain/samples/sample-columns";

const CHARGE = SENT_MODES.indexOf("charge");
const DISCHARGE = SENT_MODES.indexOf("discharge");

/**
 * Corrects the sign of the current where a file writes none, so that only the mode shows the direction, or writes discharge as positive.
 * The sum of the current over all rows of a mode so far decides, because a single row of noise may have either sign.
 */
export class SignedCurrent {
  private dischargeA = 0;
  private chargeA = 0;
  private firstFlippedLine: number | null = null;

  /** Reverses signs in place. */
  apply(samples: SampleColumns, lines: Int32Array): void {
    this.dischargeA += summedA(samples, DISCHARGE);
    this.chargeA += summedA(samples, CHARGE);
    const [flipsDischarge, flipsCharge] = [this.dischargeA > 0, this.chargeA < 0];
    if (!flipsDischarge && !flipsCharge) return;
    const flipsOthers = flipsDischarge && flipsCharge;
    for (let index = 0; index < samples.length; index++) {
      const mode = samples.mode[index];
      const flips = mode === DISCHARGE ? flipsDischarge : mode === CHARGE ? flipsCharge : flipsOthers;
      if (!flips || samples.currentA[index] === 0) continue;
      samples.currentA[index] = -floatAt(samples.currentA, index);
      this.firstFlippedLine ??= intAt(lines, index);
    }
  }

  /** The sign convention of the file and the first line that shows it; null where it is ours. */
  get finding(): { line: number; kind: "unsigned" | "positive on discharge" } | null {
    const line = this.firstFlippedLine;
    if (line === null || (this.dischargeA <= 0 && this.chargeA >= 0)) return null;
    return { line, kind: this.chargeA < 0 ? "positive on discharge" : "unsigned" };
  }
}

/** The sum of the currents of a mode, in A. */
function summedA(samples: SampleColumns, mode: number): number {
  let sumA = 0;
  for (let index = 0; index < samples.length; index++) {
    if (samples.mode[index] === mode) sumA += floatAt(samples.currentA, index);
  }
  return sumA;
}
