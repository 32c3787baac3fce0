import { NO_INT, type SampleColumns } from "../samples/sample-columns";

/**
 * A run: neighbouring samples of one test that belong together, as additive sums. Capacity and energy count only
 * inside a run. Sums are kept in A·s and W·s, in order of the samples, so that a run that grew sample by sample equals
 * one computed at once to the last bit.
 * @see contract.md, "Numbers": runs and intervals
 */
export type Run = {
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
  chargeAs: number;
  dischargeAs: number;
  chargeWs: number;
  dischargeWs: number;
  durationS: number;
  minVoltageV: number;
  maxVoltageV: number;
  minCurrentA: number;
  maxCurrentA: number;
  maxTemperatureC: number | null;
  sampleCount: number;
  intervalCount: number;
  longestIntervalS: number;
};

/** A run and the cycle it was given. */
export type StoredRun = { run: Run; cycle: number };

/** A run carries a number of the cycler's program when its samples have `step` or `stepCount`. */
export function isNumberedRun(run: Pick<Run, "step" | "stepCount">): boolean {
  return run.step !== null || run.stepCount !== null;
}

const orNull = (value: number): number | null => (value === NO_INT ? null : value);
const finiteOrNull = (value: number): number | null => (Number.isNaN(value) ? null : value);

function startRun(samples: SampleColumns, index: number): Run {
  const currentA = samples.currentA[index] as number;
  const voltageV = samples.voltageV[index] as number;
  const step = orNull(samples.step[index] as number);
  const stepCount = orNull(samples.stepCount[index] as number);
  const timeUs = samples.timeUs[index] as number;
  const record = samples.record[index] as number;
  const testTimeS = finiteOrNull(samples.testTimeS[index] as number);
  return {
    firstTimeUs: timeUs,
    firstRecord: record,
    lastTimeUs: timeUs,
    lastRecord: record,
    sentCycle: orNull(samples.cycle[index] as number),
    step,
    stepCount,
    sentMode: orNull(samples.mode[index] as number),
    currentSign: step === null && stepCount === null ? Math.sign(currentA) + 0 : null, // + 0: no negative zero
    firstCurrentA: currentA,
    firstTestTimeS: testTimeS,
    lastVoltageV: voltageV,
    lastCurrentA: currentA,
    lastTestTimeS: testTimeS,
    chargeAs: 0,
    dischargeAs: 0,
    chargeWs: 0,
    dischargeWs: 0,
    durationS: 0,
    minVoltageV: voltageV,
    maxVoltageV: voltageV,
    minCurrentA: currentA,
    maxCurrentA: currentA,
    maxTemperatureC: finiteOrNull(samples.temperatureC[index] as number),
    sampleCount: 1,
    intervalCount: 0,
    longestIntervalS: 0,
  };
}

/** Whether the sample at `index`, the next one in order, goes on with `run`. */
function belongsToRun(run: Run, samples: SampleColumns, index: number): boolean {
  if (orNull(samples.cycle[index] as number) !== run.sentCycle) return false;
  if (orNull(samples.step[index] as number) !== run.step) return false;
  if (orNull(samples.stepCount[index] as number) !== run.stepCount) return false;
  if (orNull(samples.mode[index] as number) !== run.sentMode) return false;
  if (run.currentSign !== null && Math.sign(samples.currentA[index] as number) !== run.currentSign) return false;
  const testTimeS = samples.testTimeS[index] as number;
  return !(run.lastTestTimeS !== null && testTimeS < run.lastTestTimeS);
}

/** Adds the sample at `index` and the interval before it to its run, by trapezoids. */
function extendRun(run: Run, samples: SampleColumns, index: number, maxGapS: number): void {
  const timeUs = samples.timeUs[index] as number;
  const voltageV = samples.voltageV[index] as number;
  const currentA = samples.currentA[index] as number;
  const testTimeS = finiteOrNull(samples.testTimeS[index] as number);
  const intervalS =
    testTimeS !== null && run.lastTestTimeS !== null
      ? testTimeS - run.lastTestTimeS
      : (timeUs - run.lastTimeUs) / MICROSECONDS_PER_SECOND;
  if (intervalS < 0) throw new RangeError("a sample is earlier than the one before it: sort by time and record first");
  if (intervalS <= maxGapS) {
    // Each end is clipped on its own: a drive cycle that swings between +1 and −1 A still moves charge both ways.
    const charging0 = Math.max(run.lastCurrentA, 0);
    const charging1 = Math.max(currentA, 0);
    const discharging0 = Math.max(-run.lastCurrentA, 0);
    const discharging1 = Math.max(-currentA, 0);
    run.chargeAs += ((charging0 + charging1) / 2) * intervalS;
    run.dischargeAs += ((discharging0 + discharging1) / 2) * intervalS;
    run.chargeWs += ((charging0 * run.lastVoltageV + charging1 * voltageV) / 2) * intervalS;
    run.dischargeWs += ((discharging0 * run.lastVoltageV + discharging1 * voltageV) / 2) * intervalS;
  }
  run.durationS += intervalS;
  run.intervalCount += 1;
  run.longestIntervalS = Math.max(run.longestIntervalS, intervalS);
  run.lastTimeUs = timeUs;
  run.lastRecord = samples.record[index] as number;
  run.lastVoltageV = voltageV;
  run.lastCurrentA = currentA;
  run.lastTestTimeS = testTimeS;
  run.minVoltageV = Math.min(run.minVoltageV, voltageV);
  run.maxVoltageV = Math.max(run.maxVoltageV, voltageV);
  run.minCurrentA = Math.min(run.minCurrentA, currentA);
  run.maxCurrentA = Math.max(run.maxCurrentA, currentA);
  const temperatureC = samples.temperatureC[index] as number;
  if (!Number.isNaN(temperatureC)) run.maxTemperatureC = Math.max(run.maxTemperatureC ?? temperatureC, temperatureC);
  run.sampleCount += 1;
}

/**
 * Splits samples into runs, going on with an open run where there is one. This one function serves the growing test,
 * the late sample and the recount, so that they cannot disagree.
 * @param samples samples of one test, ordered by (time, record), all after `open`'s last one
 * @param open the run that the first sample may extend, or null; it is not changed, a copy is
 * @param maxGapSeconds intervals longer than this, in s, are not integrated; null for no limit
 * @returns the runs in order; the first one is `open` (extended or not) when it was given
 * @throws RangeError when a sample is earlier than the one before it
 */
export function splitIntoRuns(samples: SampleColumns, open: Run | null, maxGapSeconds: number | null): Run[] {
  const maxGapS = maxGapSeconds ?? Number.POSITIVE_INFINITY;
  let run: Run | null = open === null ? null : { ...open };
  const runs: Run[] = run === null ? [] : [run];
  for (let index = 0; index < samples.length; index++) {
    if (run !== null && belongsToRun(run, samples, index)) {
      extendRun(run, samples, index, maxGapS);
    } else {
      run = startRun(samples, index);
      runs.push(run);
    }
  }
  return runs;
}

const MICROSECONDS_PER_SECOND = 1e6;
export const SECONDS_PER_HOUR = 3600;
