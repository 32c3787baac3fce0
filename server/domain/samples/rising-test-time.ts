const US_PER_S = 1e6;

/**
 * The test time of one test's samples as the Battery Data Format wants it: in every row, and never falling. A time as sent stays what it is.
 * Where one is missing, it goes on with the clock from the last that was sent (the first begins at 0); where it falls, as when a cycler
 * began to count anew, it goes on likewise, and what follows is raised by as much.
 */
export class RisingTestTime {
  private anchor: { timeUs: number; testTimeS: number } | null = null;
  private raisedByS = 0;

  /**
   * @param timeUs Unix µs of the next sample in order, not before the one before it
   * @param sentS test time as sent, in s; NaN where it is missing
   * @returns s
   */
  next(timeUs: number, sentS: number): number {
    const goesOnS = this.anchor ? this.anchor.testTimeS + (timeUs - this.anchor.timeUs) / US_PER_S : 0;
    if (Number.isNaN(sentS)) {
      this.anchor ??= { timeUs, testTimeS: 0 };
      this.lastS = goesOnS;
      return goesOnS;
    }
    if (sentS + this.raisedByS < this.lastS) this.raisedByS = Math.max(goesOnS, this.lastS) - sentS;
    // A sum may round to less than what it was made from.
    const testTimeS = Math.max(sentS + this.raisedByS, this.lastS);
    this.anchor = { timeUs, testTimeS };
    this.lastS = testTimeS;
    return testTimeS;
  }

  private lastS = Number.NEGATIVE_INFINITY;
}
