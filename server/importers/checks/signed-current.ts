import { floatAt, intAt, SENT_MODES, type SampleColumns } from "../../domain/samples/sample-columns";

const CHARGE = SENT_MODES.indexOf("charge");
const DISCHARGE = SENT_MODES.indexOf("discharge");

/**
 * Gives the current its sign where a file has its own idea of it: none at all, so that only the mode tells, or positive on discharge. Which
 * it is shows in what flowed so far in rows of a mode on the whole, because one row of noise may have either sign.
 */
export class SignedCurrent {
  private dischargeA = 0;
  private chargeA = 0;
  private firstTurnedLine: number | null = null;

  /** Turns round what has to be, in place. */
  apply(samples: SampleColumns, lines: Int32Array): void {
    this.dischargeA += flowing(samples, DISCHARGE);
    this.chargeA += flowing(samples, CHARGE);
    const [turnsDischarge, turnsCharge] = [this.dischargeA > 0, this.chargeA < 0];
    if (!turnsDischarge && !turnsCharge) return;
    const turnsOthers = turnsDischarge && turnsCharge;
    for (let index = 0; index < samples.length; index++) {
      const mode = samples.mode[index];
      const turns = mode === DISCHARGE ? turnsDischarge : mode === CHARGE ? turnsCharge : turnsOthers;
      if (!turns || samples.currentA[index] === 0) continue;
      samples.currentA[index] = -floatAt(samples.currentA, index);
      this.firstTurnedLine ??= intAt(lines, index);
    }
  }

  /** What the file turned out to mean by a sign, and the first line that shows it; null where it means the same as we do. */
  get finding(): { line: number; kind: "unsigned" | "positive on discharge" } | null {
    const line = this.firstTurnedLine;
    if (line === null || (this.dischargeA <= 0 && this.chargeA >= 0)) return null;
    return { line, kind: this.chargeA < 0 ? "positive on discharge" : "unsigned" };
  }
}

/** The sum of the currents of a mode, in A. */
function flowing(samples: SampleColumns, mode: number): number {
  let sumA = 0;
  for (let index = 0; index < samples.length; index++) {
    if (samples.mode[index] === mode) sumA += floatAt(samples.currentA, index);
  }
  return sumA;
}
