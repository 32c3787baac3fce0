/** By so much the clocks of a cycler disagree. */
const CLOCK_TOLERANCE_S = 0.05;

/**
 * Tells whether a column of step times begins again with each step. Most of BioLogic's run from the start of the test: taken for step times
 * they would add seconds that were counted already, or that nobody saw.
 */
export class StepTimes {
  /** @param restarts whether it does so in all files of the format, until a row shows otherwise */
  constructor(private restarts: boolean) {}

  /**
   * The step time of a row, in s; NaN where the column does not tell it.
   * @param beginsStep whether the row is the first of its step
   * @param elapsedS time since the row before, by test time or clock; NaN for the first row
   * @param beforeS step time of the row before; NaN where there is none
   */
  read(
    stepTimeS: number,
    { beginsStep, elapsedS, beforeS }: { beginsStep: boolean; elapsedS: number; beforeS: number },
  ) {
    if (beginsStep && stepTimeS < beforeS) this.restarts = true;
    else if (beginsStep && beforeS > CLOCK_TOLERANCE_S && stepTimeS >= beforeS + elapsedS - CLOCK_TOLERANCE_S) {
      this.restarts = false;
    }
    return this.restarts ? stepTimeS : Number.NaN;
  }
}
