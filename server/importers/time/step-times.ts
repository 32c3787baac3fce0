/** The clocks of a cycler may differ by this. */
const CLOCK_TOLERANCE_S = 0.05;

/**
 * Detects whether a column of step times restarts with each step. Most of BioLogic's count from the start of the test: as step times they
 * would add seconds that were counted before or never measured.
 */
export class StepTimes {
  /** @param restarts whether it does in all files of the format, until a row shows otherwise */
  constructor(private restarts: boolean) {}

  /**
   * The step time of a row, in s; NaN where the column counts from elsewhere.
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
