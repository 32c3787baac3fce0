import { SENT_MODES, type SampleColumns } from "../domain/sample-columns";

const CHARGE = SENT_MODES.indexOf("charge");
const DISCHARGE = SENT_MODES.indexOf("discharge");

/**
 * Gives the current its sign where a file has its own idea of it: none at all, so that only the mode tells, or positive on discharge. Which
 * it is shows in the first part that holds such rows, by what flows in them on the whole, because one row of noise may have either sign.
 */
export class SignedCurrent {
  private turnsDischarge: boolean | null = null;
  private turnsCharge: boolean | null = null;

  /** @param onTurned told once, with the index of the first row that is turned round */
  constructor(private readonly onTurned: (index: number, isInverted: boolean) => void) {}

  /** Turns round what has to be, in place. */
  apply(samples: SampleColumns): void {
    this.turnsDischarge ??= flowsAgainst(samples, DISCHARGE, 1);
    if (this.turnsCharge === null) {
      this.turnsCharge = flowsAgainst(samples, CHARGE, -1);
      if (this.turnsCharge) this.onTurned(samples.mode.indexOf(CHARGE), true);
    }
    if (this.turnsDischarge && !this.isTold) {
      this.isTold = true;
      this.onTurned(samples.mode.indexOf(DISCHARGE), false);
    }
    if (!this.turnsDischarge && !this.turnsCharge) return;
    const isInverted = this.turnsDischarge && this.turnsCharge;
    for (let index = 0; index < samples.length; index++) {
      const mode = samples.mode[index];
      const turns = mode === DISCHARGE ? this.turnsDischarge : mode === CHARGE ? this.turnsCharge : isInverted;
      if (turns && samples.currentA[index] !== 0) samples.currentA[index] = -(samples.currentA[index] as number);
    }
  }
  private isTold = false;
}

/** Whether the rows of a mode flow in a direction on the whole; null when nothing flows in them. */
function flowsAgainst(samples: SampleColumns, mode: number, direction: 1 | -1): boolean | null {
  let sumA = 0;
  for (let index = 0; index < samples.length; index++) {
    if (samples.mode[index] === mode) sumA += samples.currentA[index] as number;
  }
  return sumA === 0 ? null : sumA * direction > 0;
}
