import { floatAt, type SampleColumns } from "../samples/sample-columns";
import { SECONDS_PER_HOUR } from "../cycles/stored-quantities";

/** What curves need of samples of one test, in order. */
export type CurveSamples = Pick<
  SampleColumns,
  "length" | "timeUs" | "voltageV" | "currentA" | "temperatureC" | "testTimeS"
>;

/** A run in one direction, and what is known of it beside its samples. */
export type CurveRun = {
  samples: CurveSamples;
  /** 1 for a charge, −1 for a discharge. */
  sign: 1 | -1;
  /** Time under way before the first sample, s; see contract.md, "Lead-in". */
  leadInS: number;
  /** When the current began to decay at a held voltage, Unix µs; null where it did not. */
  heldFromUs: number | null;
  /** Intervals over it are not integrated, s. */
  maxGapSeconds: number | null;
};

const US_PER_S = 1e6;

/** The samples up to, with, the one at which the current began to decay: the constant-current part, or all. */
export function beforeHeld({ samples, heldFromUs }: CurveRun): CurveSamples {
  if (heldFromUs === null) return samples;
  const behind = samples.timeUs.findIndex((timeUs) => timeUs > heldFromUs);
  return behind < 0 ? samples : firstSamples(samples, behind);
}

function firstSamples(samples: CurveSamples, length: number): CurveSamples {
  return {
    length,
    timeUs: samples.timeUs.subarray(0, length),
    voltageV: samples.voltageV.subarray(0, length),
    currentA: samples.currentA.subarray(0, length),
    temperatureC: samples.temperatureC.subarray(0, length),
    testTimeS: samples.testTimeS.subarray(0, length),
  };
}

/**
 * The charge moved since the step began, at each sample: trapezoids of the current in the run's direction, and the lead-in with the first
 * current held. Its last value is the run's capacity as cycles have it.
 * @returns Ah, never falling
 */
export function capacityAlong({ samples, sign, leadInS, maxGapSeconds }: CurveRun): Float64Array {
  const maxGapS = maxGapSeconds ?? Number.POSITIVE_INFINITY;
  const { length, currentA } = samples;
  const capacityAh = new Float64Array(length);
  if (length === 0) return capacityAh;
  let left = Math.max(sign * floatAt(currentA, 0), 0);
  let movedAs = leadInS <= maxGapS ? left * leadInS : 0;
  capacityAh[0] = movedAs / SECONDS_PER_HOUR;
  for (let index = 1; index < length; index++) {
    const right = Math.max(sign * floatAt(currentA, index), 0);
    const elapsedS = secondsBefore(samples, index);
    if (elapsedS <= maxGapS) movedAs += ((left + right) / 2) * elapsedS;
    capacityAh[index] = movedAs / SECONDS_PER_HOUR;
    left = right;
  }
  return capacityAh;
}

/** Time since the sample before, s: by test time where both carry it, else by time. A test time that falls is another clock's. */
export function secondsBefore({ timeUs, testTimeS }: CurveSamples, index: number): number {
  const byTestTimeS = floatAt(testTimeS, index) - floatAt(testTimeS, index - 1); // NaN where either is missing
  return byTestTimeS >= 0 ? byTestTimeS : (floatAt(timeUs, index) - floatAt(timeUs, index - 1)) / US_PER_S;
}
