import { floatAt, intAt } from "../../domain/samples/sample-columns";
import { COUNTERS } from "./built-part";
import type { RowBlock } from "../table/row-block";

/** The counts and times of a row; NaN where it has none. */
export type Counts = {
  line: number;
  record: number;
  stepCount: number;
  cycle: number;
  step: number;
  /** Sum of the cycler's counters. */
  counted: number;
  testTime: number;
  clockUs: number;
  clockResolutionUs: number;
};

const US_PER_S = 1e6;
const SLACK_S = 2;
/** An interval this many times as long as the one before is unusual. */
const LONG = 10;

/**
 * Whether another test begins below a repeated header row, as in a file appended to another; else that row is the head of a page. Counts
 * that continue mean the same test; counts that restart, or a jump of test time that the clock does not share, mean another.
 * @param rowsBefore the last two rows of the test
 * @param firstStep of the test
 */
export function detectRestart(now: Counts, [earlier, before]: readonly [Counts, Counts], firstStep: number): boolean {
  const counts = [now.record - before.record, now.stepCount - before.stepCount, now.cycle - before.cycle];
  if (counts.some((rise) => rise < 0)) return true;
  if (counts.some((rise) => rise > 0) || now.step > before.step) return false;
  // Within a cycle steps recur, but the first ones only where it begins.
  if (now.step < before.step && now.step <= firstStep && now.cycle === before.cycle) return true;
  const clockS = (now.clockUs - before.clockUs) / US_PER_S;
  const passedS = elapsedS(now) - elapsedS(before);
  const slackS = SLACK_S + now.clockResolutionUs / US_PER_S;
  if (passedS < 0 || Math.abs(clockS - passedS) > slackS) return true;
  return now.counted < before.counted / 2 && passedS > LONG * (elapsedS(before) - elapsedS(earlier));
}

/** Test time, else clock: only differences have a meaning. */
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
  const at = (values: Float64Array) => floatAt(values, row); // a row of the block
  const counters = COUNTERS.map((counter) => Math.abs(at(columns[counter]))).filter((value) => !Number.isNaN(value));
  return {
    line: intAt(line, row), // as above
    record: at(columns.record),
    stepCount: at(columns.stepCount),
    cycle: at(columns.cycle),
    step: at(columns.step),
    counted: counters.reduce((sum, value) => sum + value, 0),
    testTime: at(columns.testTime),
    clockUs: at(columns.clock),
    clockResolutionUs: floatAt(clockResolutionUs, row), // as above
  };
}
