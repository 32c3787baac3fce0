import type { ZoneClock } from "./zone-clock";

const US_PER_S = 1e6;
const SLACK_US = 2 * US_PER_S;

/** The zone of clocks that name none, and when test time was 0, where a person said so. */
export type TimelineStart = {
  zone: ZoneClock;
  startedAtUs: number | null;
  /** The shift of the clock of the test before, and where test time 0 is if no clock shows it. */
  shiftUs?: number;
  afterUs?: number;
};

/**
 * Computes when each sample of one test was taken. The time never falls, and depends only on the rows up to it, so a longer version of a file
 * only adds samples.
 *
 * The time of a sample is an offset plus its test time. The offset grows where the clock runs ahead (there was a pause) and where test time
 * falls; a clock that falls back (the end of summer time, a corrected clock) changes nothing.
 * @see docs/decisions/0017-importers.md
 */
export class Timeline {
  /** When test time was 0, or without test time the first sample was taken; NaN before the first row. */
  startUs = Number.NaN;
  private offsetUs = Number.NaN;
  private elapsedUs = Number.NaN;
  private lastUs = Number.NEGATIVE_INFINITY;
  /** The moment of the row before, where only the clock gives it. */
  private clockUs = Number.NEGATIVE_INFINITY;
  /** How far the clock of the last row fell, where nothing else gives the time. */
  fallUs = 0;
  /** Added to the clock, so that the test begins at the given time. */
  private shiftUs: number;

  constructor(private readonly start: TimelineStart) {
    this.shiftUs = start.shiftUs ?? 0;
  }

  /**
   * The timeline of the next test in the same file.
   * @param goesOn whether its test time continues that of this one
   */
  restarted(goesOn: boolean): Timeline {
    const afterUs = goesOn && !Number.isNaN(this.offsetUs) ? this.offsetUs : this.lastUs;
    return new Timeline({ zone: this.start.zone, startedAtUs: null, shiftUs: this.shiftUs, afterUs });
  }

  /**
   * @param elapsedS since the start of the test, or of the step where only that is counted; NaN where neither is
   * @param clockUs the clock as shown, or the moment itself if `isMoment`; NaN where there is none
   * @param resolutionUs the best resolution that the clock has shown so far
   * @returns Unix µs of the next row; NaN when nothing gives the time of the first
   */
  next(elapsedS: number, clockUs: number, isMoment: boolean, resolutionUs: number): number {
    const timeUs = Number.isNaN(elapsedS)
      ? this.byClock(clockUs, isMoment)
      : this.byElapsed(Math.round(elapsedS * US_PER_S), clockUs, isMoment, resolutionUs);
    if (!Number.isNaN(timeUs)) this.lastUs = timeUs;
    return timeUs;
  }

  private byElapsed(elapsedUs: number, faceUs: number, isMoment: boolean, resolutionUs: number): number {
    if (Number.isNaN(this.offsetUs)) this.begin(elapsedUs, this.momentOf(faceUs, isMoment, this.lastUs));
    else {
      const fell = elapsedUs < this.elapsedUs;
      const expectedUs = fell ? this.lastUs : this.offsetUs + elapsedUs;
      const clockUs = this.momentOf(faceUs, isMoment, expectedUs);
      if (fell) this.offsetUs = Math.max(this.lastUs, Number.isNaN(clockUs) ? this.lastUs : clockUs) - elapsedUs;
      else if (clockUs - expectedUs > SLACK_US + resolutionUs) this.offsetUs = clockUs - elapsedUs;
    }
    this.elapsedUs = elapsedUs;
    return this.offsetUs + elapsedUs;
  }

  private begin(elapsedUs: number, clockUs: number): void {
    const { startedAtUs, afterUs = Number.NaN } = this.start;
    this.offsetUs = startedAtUs ?? (Number.isNaN(clockUs) ? afterUs : clockUs - elapsedUs);
    this.startUs = this.offsetUs;
    if (startedAtUs !== null && !Number.isNaN(clockUs)) this.shiftUs = startedAtUs + elapsedUs - clockUs;
  }

  private byClock(faceUs: number, isMoment: boolean): number {
    if (Number.isNaN(this.startUs)) {
      const clockUs = this.momentOf(faceUs, isMoment, this.lastUs);
      this.startUs = this.start.startedAtUs ?? clockUs;
      this.shiftUs += this.startUs - clockUs;
      this.clockUs = this.startUs;
      return this.startUs;
    }
    if (Number.isNaN(faceUs)) return this.lastUs;
    const clockUs = this.shiftUs + (isMoment ? faceUs : this.start.zone.firstFrom(faceUs, this.lastUs - this.shiftUs));
    this.fallUs = Math.max(0, this.clockUs - clockUs);
    this.clockUs = clockUs;
    return Math.max(this.lastUs, clockUs);
  }

  /** The moment of a clock, the nearest to another where there are two; NaN without a clock. */
  private momentOf(faceUs: number, isMoment: boolean, nearUs: number): number {
    if (Number.isNaN(faceUs)) return Number.NaN;
    return (isMoment ? faceUs : this.start.zone.nearest(faceUs, nearUs - this.shiftUs)) + this.shiftUs;
  }
}
