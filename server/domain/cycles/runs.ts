import { floatAt, intAt, NO_INT, type SampleColumns } from "../samples/sample-columns";
import { type ErrorState, extendErrors, startErrors } from "./quality/capacity-uncertainty";
import { type CurrentShape, extendShape, type PreviousSample, startShape } from "./current-shape";
import { gapBefore, leadIn } from "./lead-in";
import { extendVoltages, NO_ODD_SAMPLES, type OddSamples } from "./quality/odd-samples";
import { toSampleSpan } from "./sample-span";
import {
  CLOSE_QUANTITIES,
  type CloseQuantities,
  RUN_QUANTITIES,
  type RunQuantities,
  type RunQuantityName,
  type RunStart,
} from "./stored-quantities";

/** Where a run lies, what its samples share, and what is needed to go on with it. */
type RunContext = {
  firstTimeUs: number;
  firstRecord: number;
  lastTimeUs: number;
  lastRecord: number;
  /** As the cycler numbers it; null when the sample carried none. */
  sentCycle: number | null;
  step: number | null;
  stepCount: number | null;
  /** Index into `SENT_MODES`, or null. */
  sentMode: number | null;
  /** −1, 0 or 1 where neither step nor step count was sent, for only then the sign separates runs; else null. */
  currentSign: number | null;
  firstCurrentA: number;
  firstTestTimeS: number | null;
  lastVoltageV: number;
  lastCurrentA: number;
  lastTestTimeS: number | null;
};

/**
 * A run: neighbouring samples of one test that belong together, as additive quantities (`stored-quantities.ts`). Capacity and energy count
 * only inside a run. A run that was extended sample by sample equals one computed at once to the last bit.
 * @see contract.md, "Numbers": runs and intervals
 */
export type Run = RunContext & CurrentShape & ErrorState & OddSamples & RunQuantities & CloseQuantities;

/** A run and the cycle it was given. */
export type StoredRun = { run: Run; cycle: number };

type Column = { column: string; type: "time" | "double" | "integer" | "smallint"; isNullable: boolean };
const column = (name: string, type: Column["type"], isNullable = false): Column => ({ column: name, type, isNullable });

const CONTEXT_COLUMNS: Record<keyof RunContext, Column> = {
  firstTimeUs: column("first_time", "time"),
  firstRecord: column("first_record", "integer"),
  lastTimeUs: column("last_time", "time"),
  lastRecord: column("last_record", "integer"),
  sentCycle: column("sent_cycle", "integer", true),
  step: column("step", "integer", true),
  stepCount: column("step_count", "integer", true),
  sentMode: column("sent_mode", "smallint", true),
  currentSign: column("current_sign", "smallint", true),
  firstCurrentA: column("first_current_a", "double"),
  firstTestTimeS: column("first_test_time_s", "double", true),
  lastVoltageV: column("last_voltage_v", "double"),
  lastCurrentA: column("last_current_a", "double"),
  lastTestTimeS: column("last_test_time_s", "double", true),
};

const SHAPE_COLUMNS: Record<keyof CurrentShape, Column> = {
  previousVoltageV: column("previous_voltage_v", "double", true),
  previousCurrentA: column("previous_current_a", "double", true),
  previousGapS: column("previous_gap_s", "double", true),
  firstVoltageV: column("first_voltage_v", "double", true),
  steadyCount: column("steady_count", "integer", true),
  steadyLowA: column("steady_low_a", "double", true),
  steadyHighA: column("steady_high_a", "double", true),
  innerEdgeOhm: column("inner_edge_ohm", "double", true),
  innerEdgeFromA: column("inner_edge_from_a", "double", true),
  innerEdgeToA: column("inner_edge_to_a", "double", true),
};

const ERROR_COLUMNS: Record<keyof ErrorState, Column> = {
  chargeErrorAs: column("charge_error_as", "double", true),
  dischargeErrorAs: column("discharge_error_as", "double", true),
  secondLastCurrentA: column("second_last_current_a", "double", true),
  thirdLastCurrentA: column("third_last_current_a", "double", true),
  lastIntervalS: column("last_interval_s", "double", true),
  secondLastIntervalS: column("second_last_interval_s", "double", true),
  smallChangeRoots: column("small_change_roots", "double", true),
  smallChangeCount: column("small_change_count", "integer", true),
  clockDecimals: column("clock_decimals", "smallint", true),
};

const ODD_COLUMNS: Record<keyof OddSamples, Column> = {
  beforeLastVoltageV: column("before_last_voltage_v", "double", true),
  beforeLastCurrentA: column("before_last_current_a", "double", true),
  calmMinVoltageV: column("calm_min_voltage_v", "double", true),
  calmMaxVoltageV: column("calm_max_voltage_v", "double", true),
  oddVoltages: column("odd_voltages", "integer", true),
  firstOddUs: column("first_odd", "time", true),
  firstOddVoltageV: column("first_odd_voltage_v", "double", true),
  lastOddUs: column("last_odd", "time", true),
  lastOddVoltageV: column("last_odd_voltage_v", "double", true),
  leapUs: column("leap", "time", true),
  leapCurrentA: column("leap_current_a", "double", true),
};

/** Every field of a run and the column of the table `runs` that keeps it. */
export const RUN_COLUMNS: Readonly<Record<keyof Run, Column>> = {
  ...CONTEXT_COLUMNS,
  ...SHAPE_COLUMNS,
  ...ERROR_COLUMNS,
  ...ODD_COLUMNS,
  ...RUN_QUANTITIES,
  ...CLOSE_QUANTITIES,
};

export const NOT_CLOSED = Object.fromEntries(
  Object.keys(CLOSE_QUANTITIES).map((name) => [name, null]),
) as CloseQuantities; // one entry a name

/** A run carries a number of the cycler's program when its samples have `step` or `stepCount`. */
export function isNumberedRun(run: Pick<Run, "step" | "stepCount">): boolean {
  return run.step !== null || run.stepCount !== null;
}

const orNull = (value: number): number | null => (value === NO_INT ? null : value);
const finiteOrNull = (value: number): number | null => (Number.isNaN(value) ? null : value);

// The quantities of a run by name: what belongs to a name has its type, which a loop over all names cannot say.
const QUANTITIES = Object.entries(RUN_QUANTITIES) as [
  RunQuantityName,
  {
    start: (first: RunStart) => number | null;
    extend: (value: number | null, span: ReturnType<typeof toSampleSpan>) => number | null;
  },
][];

function startRun(samples: SampleColumns, index: number, previous: PreviousSample | null, maxGapS: number): Run {
  const currentA = floatAt(samples.currentA, index);
  const voltageV = floatAt(samples.voltageV, index);
  const step = orNull(intAt(samples.step, index));
  const stepCount = orNull(intAt(samples.stepCount, index));
  const timeUs = floatAt(samples.timeUs, index);
  const record = intAt(samples.record, index);
  const testTimeS = finiteOrNull(floatAt(samples.testTimeS, index));
  const stepTimeS = finiteOrNull(floatAt(samples.stepTimeS, index));
  const { leadInS, uncoveredS } = leadIn({ timeUs, testTimeS, stepTimeS }, previous);
  const gapS = previous && gapBefore({ timeUs, testTimeS }, previous);
  const context: RunContext = {
    firstTimeUs: timeUs,
    firstRecord: record,
    lastTimeUs: timeUs,
    lastRecord: record,
    sentCycle: orNull(intAt(samples.cycle, index)),
    step,
    stepCount,
    sentMode: orNull(intAt(samples.mode, index)),
    currentSign: step === null && stepCount === null ? Math.sign(currentA) + 0 : null, // + 0: no negative zero
    firstCurrentA: currentA,
    firstTestTimeS: testTimeS,
    lastVoltageV: voltageV,
    lastCurrentA: currentA,
    lastTestTimeS: testTimeS,
  };
  const first: RunStart = {
    voltageV,
    currentA,
    temperatureC: floatAt(samples.temperatureC, index),
    leadInS,
    integratedLeadInS: leadInS <= maxGapS ? leadInS : 0,
    uncoveredS,
  };
  const { integratedLeadInS } = first;
  const run: Record<string, number | null> = {
    ...context,
    ...startShape(voltageV, previous, gapS),
    ...startErrors({ currentA, timeUs, testTimeS, gapS, integratedLeadInS, maxGapS }, previous),
    ...NO_ODD_SAMPLES,
    ...NOT_CLOSED,
  };
  for (const [name, quantity] of QUANTITIES) run[name] = quantity.start(first);
  return run as Run; // it has every quantity now
}

/** One past the last of the samples from `from` on that go on with `run`. */
function endOfRun(run: Run, { length, testTimeS, ...columns }: SampleColumns, from: number): number {
  const { cycle, step, stepCount, mode, currentA } = columns;
  const keys = [run.sentCycle, run.step, run.stepCount, run.sentMode].map((key) => key ?? NO_INT);
  const [cycleKey, stepKey, stepCountKey, modeKey] = keys;
  let lastTestTimeS = run.lastTestTimeS ?? Number.NaN;
  let index = from;
  for (; index < length; index++) {
    const isOfRun =
      intAt(cycle, index) === cycleKey &&
      intAt(step, index) === stepKey &&
      intAt(stepCount, index) === stepCountKey &&
      intAt(mode, index) === modeKey &&
      (run.currentSign === null || Math.sign(floatAt(currentA, index)) === run.currentSign);
    if (!isOfRun || floatAt(testTimeS, index) < lastTestTimeS) break; // or the cycler's clock began again
    lastTestTimeS = floatAt(testTimeS, index);
  }
  return index;
}

/** Adds the samples from `from` up to, but not with, `to` to their run. */
function extendRun(run: Run, samples: SampleColumns, from: number, to: number, maxGapS: number): void {
  const span = toSampleSpan(samples, { from, to, before: run, maxGapS });
  const values: Record<string, number | null> = run;
  extendShape(run, span);
  extendErrors(run, span, maxGapS);
  extendVoltages(run, span);
  if (run.closedUpToA !== null) Object.assign(run, NOT_CLOSED);
  for (const [name, quantity] of QUANTITIES) values[name] = quantity.extend(run[name], span);
  const last = to - 1;
  run.lastTimeUs = floatAt(samples.timeUs, last);
  run.lastRecord = intAt(samples.record, last);
  run.lastVoltageV = floatAt(samples.voltageV, last);
  run.lastCurrentA = floatAt(samples.currentA, last);
  run.lastTestTimeS = finiteOrNull(floatAt(samples.testTimeS, last));
}

/**
 * Splits samples into runs, going on with an open run where there is one. This one function serves new samples, late ones and the
 * recomputation, so that they cannot disagree.
 * @param samples samples of one test, ordered by (time, record), all after `open`'s last one
 * @param open the run that the first sample may extend, or null; it is not changed, a copy is
 * @param maxGapSeconds intervals longer than this, in s, are not integrated; null for no limit
 * @param previous without an open run: where the test's samples before these end; null when the test begins here
 * @returns the runs in order; the first one is `open` (extended or not) when it was given
 * @throws RangeError when a sample is earlier than the one before it
 */
export function splitIntoRuns(
  samples: SampleColumns,
  open: Run | null,
  maxGapSeconds: number | null,
  previous: PreviousSample | null = null,
): Run[] {
  const maxGapS = maxGapSeconds ?? Number.POSITIVE_INFINITY;
  let run: Run | null = open === null ? null : { ...open };
  const runs: Run[] = run === null ? [] : [run];
  let from = 0;
  while (from < samples.length) {
    const to = run === null ? from : endOfRun(run, samples, from);
    if (run !== null && to > from) {
      extendRun(run, samples, from, to, maxGapS);
      from = to;
    } else {
      run = startRun(samples, from, run ?? previous, maxGapS);
      runs.push(run);
      from += 1;
    }
  }
  return runs;
}
