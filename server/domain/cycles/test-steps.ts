import type { Run, StoredRun } from "./runs";
import { SECONDS_PER_HOUR } from "./stored-quantities";
import { type StepControl, type StepParts, stepControl, stepParts } from "./step-control";
import { type DerivedMode, hasGap, largestCurrentA, restCurrentA, toShownSteps } from "./shown-steps";
import { netChargeOf, type StepPulse, stepPulse } from "./pulses/step-pulse";

/** A step as it is shown: neighbouring runs that belong together, summed. */
export type TestStep = {
  /** Ordinal in the test, from 0. */
  index: number;
  cyclerCycle: number;
  step: number | null;
  stepCount: number | null;
  mode: DerivedMode;
  /** How the current was controlled; null while the step runs, and where older formulas made it. */
  control: StepControl | null;
  /** What it tells as a pulse between rests; null where it is none. */
  pulse: StepPulse | null;
  /** Before its voltage is held and from then on, where it is. */
  parts: StepParts | null;
  startedAtUs: number;
  endedAtUs: number;
  /** Lead-in included. */
  durationS: number;
  /** Time between its runs, and before the first, that is covered by nothing; null where the formulas of old did not know. */
  uncoveredS: number | null;
  chargeCapacityAh: number;
  dischargeCapacityAh: number;
  chargeEnergyWh: number;
  dischargeEnergyWh: number;
  minVoltageV: number;
  maxVoltageV: number;
  maxTemperatureC: number | null;
  sampleCount: number;
  longestIntervalS: number;
  hasGap: boolean;
};

const US_PER_S = 1e6;

/** The steps that are shown of one test, from all its runs in order. */
export function testSteps(stored: readonly StoredRun[], nominalCapacityAh: number | null): TestStep[] {
  const runs = stored.map(({ run }) => run);
  const largestA = runs.reduce((largest, run) => Math.max(largest, largestCurrentA(run)), 0);
  const settings = { restBelowA: restCurrentA(nominalCapacityAh, largestA), nominalCapacityAh };
  const shown = toShownSteps(runs, settings.restBelowA);
  const netCharge = netChargeOf(runs);
  return shown.flatMap(({ mode, fromRun, toRun }, index) => {
    const parts = runs.slice(fromRun, toRun);
    const [first, last] = [parts[0], parts.at(-1)];
    const cyclerCycle = stored[fromRun]?.cycle;
    if (!first || !last || cyclerCycle === undefined) return [];
    const pulse = parts.length === 1 ? stepPulse(runs, fromRun, netCharge, settings) : null;
    const control = pulse ? "pulse" : stepControl(parts, mode);
    const derived = { control, pulse, parts: stepParts(parts, mode) };
    return [{ index, mode, ...derived, cyclerCycle, ...sumOfRuns(parts, first, last) }];
  });
}

function sumOfRuns(parts: readonly Run[], first: Run, last: Run) {
  const sum = (value: (run: Run) => number) => parts.reduce((total, run) => total + value(run), 0);
  const temperatures = parts.flatMap(({ maxTemperatureC }) => maxTemperatureC ?? []);
  const intervals = {
    intervalCount: sum((run) => run.intervalCount),
    durationS: sum((run) => run.durationS),
    leadInS: sum((run) => run.leadInS),
    longestIntervalS: parts.reduce((longest, run) => Math.max(longest, run.longestIntervalS), 0),
  };
  return {
    step: first.step,
    stepCount: first.stepCount,
    startedAtUs: first.firstTimeUs,
    endedAtUs: last.lastTimeUs,
    durationS: parts.length === 1 ? intervals.durationS : elapsedS(first, last),
    uncoveredS: parts.some(({ uncoveredS }) => uncoveredS === null) ? null : sum((run) => run.uncoveredS ?? 0),
    chargeCapacityAh: sum((run) => run.chargeAs) / SECONDS_PER_HOUR,
    dischargeCapacityAh: sum((run) => run.dischargeAs) / SECONDS_PER_HOUR,
    chargeEnergyWh: sum((run) => run.chargeWs) / SECONDS_PER_HOUR,
    dischargeEnergyWh: sum((run) => run.dischargeWs) / SECONDS_PER_HOUR,
    minVoltageV: parts.reduce((least, run) => Math.min(least, run.minVoltageV), first.minVoltageV),
    maxVoltageV: parts.reduce((most, run) => Math.max(most, run.maxVoltageV), first.maxVoltageV),
    maxTemperatureC: temperatures.length === 0 ? null : Math.max(...temperatures),
    sampleCount: sum((run) => run.sampleCount),
    longestIntervalS: intervals.longestIntervalS,
    hasGap: hasGap(intervals),
  };
}

/** From the beginning of the first run to the last sample: between the runs of a rest that flickers around zero time passes, too. */
function elapsedS(first: Run, last: Run): number {
  if (first.firstTestTimeS !== null && last.lastTestTimeS !== null && last.lastTestTimeS >= first.firstTestTimeS) {
    return first.leadInS + last.lastTestTimeS - first.firstTestTimeS;
  }
  return first.leadInS + (last.lastTimeUs - first.firstTimeUs) / US_PER_S;
}
