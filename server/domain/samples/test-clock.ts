/** Times of a run by the clock and by its test; no test time where its samples carry none. */
export type RunClock = {
  testId: number;
  firstTimeUs: number;
  lastTimeUs: number;
  firstTestTimeS: number | null;
  lastTestTimeS: number | null;
};

/**
 * How far the test had come at moments of the clock, both rising: columns of equal length. Between two moments it went on evenly; a pause
 * of the test stands still.
 */
export type TestClock = { atMs: number[]; testTimeS: number[] };

const US_PER_S = 1e6;
const US_PER_MS = 1000;
/** Nobody sees less on a chart; clocks round to it. */
const TOLERANCE_S = 0.5;

/**
 * The time that a cell was under test by its cyclers' own count, as a polyline over the clock. It begins where the first run says, goes on
 * from run to run, also where the count began again or another test follows, and by the clock where samples carry no test time.
 * @param runs of all tests of a cell, in order of their first times
 * @returns null where no run carries test time
 */
export function testClock(runs: readonly RunClock[]): TestClock | null {
  if (!runs.some(({ firstTestTimeS }) => firstTestTimeS !== null)) return null;
  const knots = new EvenStretches();
  let before: RunClock | null = null;
  let [atUs, testTimeS] = [Number.NEGATIVE_INFINITY, runs[0]?.firstTestTimeS ?? 0];
  for (const run of runs) {
    if (before !== null) testTimeS += betweenS(before, run);
    // Tests that ran at once are told one after the other.
    const fromUs = Math.max(atUs, run.firstTimeUs);
    knots.add(fromUs / US_PER_MS, testTimeS);
    testTimeS += withinS(run);
    atUs = Math.max(fromUs, run.lastTimeUs);
    knots.add(atUs / US_PER_MS, testTimeS);
    before = run;
  }
  return knots.end();
}

const withinS = (run: RunClock) =>
  Math.max(0, differenceS(run.firstTestTimeS, run.lastTestTimeS) ?? (run.lastTimeUs - run.firstTimeUs) / US_PER_S);

/** From the last sample of a run to the first one of the next; nothing where the count began again. */
function betweenS(before: RunClock, run: RunClock): number {
  const byTheClock = (run.firstTimeUs - before.lastTimeUs) / US_PER_S;
  if (before.testId !== run.testId) return 0;
  return Math.max(0, differenceS(before.lastTestTimeS, run.firstTestTimeS) ?? byTheClock);
}

const differenceS = (from: number | null, to: number | null) => (from === null || to === null ? null : to - from);

/** Keeps of a rising polyline the knots that it needs to stay within the tolerance. */
class EvenStretches {
  private readonly kept: TestClock = { atMs: [], testTimeS: [] };
  private anchor: readonly [number, number] | null = null;
  private last: readonly [number, number] | null = null;
  /** Slopes from the last kept knot that pass near enough to all that followed it. */
  private slopes: readonly [number, number] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];

  add(atMs: number, testTimeS: number): void {
    if (this.anchor === null || this.last === null) {
      this.keep([atMs, testTimeS]);
      return;
    }
    if (atMs > this.anchor[0] && !this.narrow(atMs, testTimeS)) {
      this.keep(this.last);
      this.narrow(atMs, testTimeS);
    }
    this.last = [atMs, testTimeS];
  }

  /** The knots, the last point among them. */
  end(): TestClock {
    if (this.last !== null && this.last !== this.anchor) this.keep(this.last);
    return this.kept;
  }

  private keep(point: readonly [number, number]): void {
    this.kept.atMs.push(point[0]);
    this.kept.testTimeS.push(point[1]);
    this.anchor = point;
    this.last = point;
    this.slopes = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  }

  /** Whether a point lies on one of the slopes. */
  private narrow(atMs: number, testTimeS: number): boolean {
    const [fromMs, fromS] = this.anchor ?? [atMs, testTimeS];
    const spanMs = atMs - fromMs;
    if (spanMs <= 0) return true;
    const slope = (testTimeS - fromS) / spanMs;
    const [low, high] = this.slopes;
    const isNear = slope >= low && slope <= high;
    const room = TOLERANCE_S / spanMs;
    this.slopes = [Math.max(low, slope - room), Math.min(high, slope + room)];
    return isNear;
  }
}
