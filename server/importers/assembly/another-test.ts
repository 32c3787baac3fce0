import { COUNTERS } from "./built-part";
import type { RowBlock } from "../table/row-block";

/** What a row counts and measures time by, NaN where it does not. */
export type Counts = {
  line: number;
  record: number;
  stepCount: number;
  cycle: number;
  step: number;
  /** The cycler's counters, in one sum. */
  counted: number;
  testTime: number;
  clockUs: number;
  clockResolutionUs: number;
};

const US_PER_S = 1e6;
const SLACK_S = 2;
/** So many times as long as from row to row before is no usual interval. */
const LONG = 10;

/**
 * Whether a row below a column line that stands again is of another test, as where one file was put behind another; else that line is the
 * head of a page. What counts on is the same test; what counts anew, or after a leap that the clock does not share, is another.
 * @param rowsBefore the last two of the test
 * @param firstStep of the test
 */
export function isOfAnotherTest(now: Counts, [earlier, before]: readonly [Counts, Counts], firstStep: number): boolean {
  const counts = [now.record - before.record, now.stepCount - before.stepCount, now.cycle - before.cycle];
  if (counts.some((rise) => rise < 0)) return true;
  if (counts.some((rise) => rise > 0) || now.step > before.step) return false;
  // Inside one cycle steps come again, but those from the first on only where that begins.
  if (now.step < before.step && now.step <= firstStep && now.cycle === before.cycle) return true;
  const clockS = (now.clockUs - before.clockUs) / US_PER_S;
  const passedS = elapsedS(now) - elapsedS(before);
  const slackS = SLACK_S + now.clockResolutionUs / US_PER_S;
  if (passedS < 0 || Math.abs(clockS - passedS) > slackS) return true;
  return now.counted < before.counted / 2 && passedS > LONG * (elapsedS(before) - elapsedS(earlier));
}

/** By test time, else by the clock: only the difference of two means something. */
const elapsedS = ({ testTime, clockUs }: Counts) => (Number.isNaN(testTime) ? clockUs / US_PER_S : testTime);

/** Before the first row. */
export const NO_COUNTS: Counts = {
  line: 0,
  record: Number.NaN,
  stepCount: Number.NaN,
  cycle: Number.NaN,
  step: Number.NaN,
  counted: Number.NaN,
  testTime: Number.NaN,
  clockUs: Number.NaN,
  clockResolutionUs: Number.NaN,
};

export function countsOf({ columns, line, clockResolutionUs }: RowBlock, row: number): Counts {
  const at = (values: Float64Array) => values[row] as number; // a row of the block
  const counters = COUNTERS.map((counter) => Math.abs(at(columns[counter]))).filter((value) => !Number.isNaN(value));
  return {
    line: line[row] as number, // as above
    record: at(columns.record),
    stepCount: at(columns.stepCount),
    cycle: at(columns.cycle),
    step: at(columns.step),
    counted: counters.reduce((sum, value) => sum + value, 0),
    testTime: at(columns.testTime),
    clockUs: at(columns.clock),
    clockResolutionUs: clockResolutionUs[row] as number, // as above
  };
}
