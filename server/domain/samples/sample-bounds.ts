import { floatAt, intAt, compareIdentity, NO_INT, type SampleColumns } from "./sample-columns";

// What no sample may lie beyond, whichever way it comes.

export const MAX_ABS_VOLTAGE_V = 1_000;
export const MAX_ABS_CURRENT_A = 10_000;
/** Clocks of cyclers may run ahead by this. */
export const MAX_AHEAD_US = 10 * 60 * 1e6;
export const MAX_INTEGER = 2 ** 31 - 1;
/** Three centuries: what lies beyond is no time in s, and its sums would leave the range of numbers. */
export const MAX_ABS_TEST_TIME_S = 1e10;
/** One below the largest integer, for what follows a record has a number, too. */
export const MAX_RECORD = MAX_INTEGER - 1;
/** Batteries were tested before 1990; their files were not. What is earlier is a clock that was never set. */
export const EARLIEST_TIME_US = Date.UTC(1990, 0, 1) * 1000;

type Bound = {
  column: string;
  message: string;
  isKept: (samples: SampleColumns, index: number, latestUs: number) => boolean;
};

/** A bound of a value that may be missing. */
const within = (largest: number) => (value: number | undefined) => value === undefined || !(Math.abs(value) > largest);
const isFinitely = (largest: number) => (value: number | undefined) =>
  value !== undefined && Math.abs(value) <= largest;
const [isVoltage, isCurrent, isTestTime] = [
  isFinitely(MAX_ABS_VOLTAGE_V),
  isFinitely(MAX_ABS_CURRENT_A),
  within(MAX_ABS_TEST_TIME_S),
];
const isCount = (value: number | undefined) => value === undefined || value === NO_INT || value >= 0;

const BOUNDS: readonly Bound[] = [
  {
    column: "voltage",
    message: `expected a number from −${MAX_ABS_VOLTAGE_V} to ${MAX_ABS_VOLTAGE_V} V`,
    isKept: ({ voltageV }, index) => isVoltage(voltageV[index]),
  },
  {
    column: "current",
    message: `expected a number from −${MAX_ABS_CURRENT_A} to ${MAX_ABS_CURRENT_A} A`,
    isKept: ({ currentA }, index) => isCurrent(currentA[index]),
  },
  {
    column: "time",
    message: "expected a time after 1989 that lies no more than 10 minutes ahead of the server's clock",
    isKept: ({ timeUs }, index, latestUs) =>
      floatAt(timeUs, index) >= EARLIEST_TIME_US && floatAt(timeUs, index) <= latestUs,
  },
  {
    column: "testTime",
    message: `expected at most ${MAX_ABS_TEST_TIME_S} s`,
    isKept: ({ testTimeS }, index) => isTestTime(testTimeS[index]),
  },
  {
    column: "stepTime",
    message: `expected at most ${MAX_ABS_TEST_TIME_S} s`,
    isKept: ({ stepTimeS }, index) => isTestTime(stepTimeS[index]),
  },
  {
    column: "temperature",
    message: "expected a number",
    isKept: ({ temperatureC }, index) => Math.abs(floatAt(temperatureC, index)) !== Number.POSITIVE_INFINITY,
  },
  {
    column: "cycle",
    message: "expected an integer from 0 on",
    isKept: ({ cycle, step, stepCount }, index) =>
      isCount(cycle[index]) && isCount(step[index]) && isCount(stepCount[index]),
  },
  {
    column: "record",
    message: "expected times in order, each with its own record",
    isKept: (samples, index) => {
      const [timeUs, record] = [floatAt(samples.timeUs, index), intAt(samples.record, index)];
      if (!(record >= 0 && record <= MAX_RECORD)) return false;
      if (index === 0) return true;
      const before = { timeUs: floatAt(samples.timeUs, index - 1), record: intAt(samples.record, index - 1) };
      return compareIdentity(before, { timeUs, record }) < 0;
    },
  },
];

/** Whether a sample is surely within the bounds: asked of every one, where a list of functions would cost ten times as much. */
const isUsual = (samples: SampleColumns, index: number, latestUs: number) =>
  hasUsualValues(samples, index) && hasUsualCounts(samples, index) && isUsuallyTimed(samples, index, latestUs);

const hasUsualValues = ({ voltageV, currentA, temperatureC }: SampleColumns, index: number) =>
  Math.abs(floatAt(voltageV, index)) <= MAX_ABS_VOLTAGE_V &&
  Math.abs(floatAt(currentA, index)) <= MAX_ABS_CURRENT_A &&
  Math.abs(floatAt(temperatureC, index)) !== Number.POSITIVE_INFINITY;

const hasUsualCounts = ({ record, cycle, step, stepCount }: SampleColumns, index: number) =>
  intAt(record, index) === 0 && isCount(cycle[index]) && isCount(step[index]) && isCount(stepCount[index]);

function isUsuallyTimed({ timeUs, testTimeS, stepTimeS }: SampleColumns, index: number, latestUs: number): boolean {
  const time = floatAt(timeUs, index);
  const isAfter = index === 0 ? time >= EARLIEST_TIME_US : time > floatAt(timeUs, index - 1);
  return isAfter && time <= latestUs && isOfTest(floatAt(testTimeS, index)) && isOfTest(floatAt(stepTimeS, index));
}

const isOfTest = (seconds: number) => !(Math.abs(seconds) > MAX_ABS_TEST_TIME_S);

/**
 * The first sample that cannot be stored as it is, and what is wrong with it; null where all can.
 * @param samples of one test, to be in order of (time, record)
 * @param args.nowUs what the server's clock says, in Unix µs
 */
export function findOutOfBounds(
  samples: SampleColumns,
  { nowUs }: { nowUs: number },
): { index: number; column: string; message: string } | null {
  const latestUs = nowUs + MAX_AHEAD_US;
  for (let index = 0; index < samples.length; index++) {
    if (isUsual(samples, index, latestUs)) continue;
    const broken = BOUNDS.find(({ isKept }) => !isKept(samples, index, latestUs));
    if (broken) return { index, column: broken.column, message: broken.message };
  }
  return null;
}
