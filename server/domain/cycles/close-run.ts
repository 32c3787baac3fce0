import { floatAt, type SampleColumns, sliceSamples } from "../samples/sample-columns";
import { findHeldPart, type HeldPart } from "./held-part";
import { pulseOhms } from "./pulses/pulses";
import { NOT_CLOSED, type Run } from "./runs";
import { toSampleSpan } from "./sample-span";
import { derivedMode } from "./shown-steps";
import { type CloseQuantities, RUN_QUANTITIES } from "./stored-quantities";

type Settings = { restBelowA: number; maxGapSeconds: number | null };

/** Thresholds are never above it: what holds up to it holds for all. */
const ANY = Number.MAX_VALUE;
const BELOW_ALL = -1;
const STEADY_SHARE = 0.02;

const NO_PART = { ...NOT_CLOSED, isSteady: 0, heldAs: 0, heldWs: 0, heldS: 0 };

/** Whether what was computed when a run closed still holds under a rest threshold. */
export const isClosedFor = ({ closedAboveA, closedUpToA }: CloseQuantities, restBelowA: number): boolean =>
  closedAboveA !== null && closedUpToA !== null && closedAboveA < restBelowA && restBelowA <= closedUpToA;

/** The direction of a run, whether its current counts as rest or not. */
function directionOf(run: Run): { sign: 1 | -1; largestA: number } | null {
  const mode = derivedMode(run, 0);
  if (mode === "charge") return { sign: 1, largestA: Math.max(run.maxCurrentA, 0) };
  return mode === "discharge" ? { sign: -1, largestA: Math.max(-run.minCurrentA, 0) } : null;
}

/**
 * What is computed once of a run that closed, where what it remembers is enough: of rests, of runs in both directions, and of those whose
 * current stayed the same throughout.
 * @returns null where its samples are needed
 */
export function closeWithoutSamples(run: Run, { restBelowA }: Settings): CloseQuantities | null {
  const direction = directionOf(run);
  if (!direction) return { ...NO_PART, closedAboveA: BELOW_ALL, closedUpToA: ANY };
  if (direction.largestA < restBelowA) return { ...NO_PART, closedAboveA: direction.largestA, closedUpToA: ANY };
  const lastA = direction.sign * run.lastCurrentA;
  if (!isSteadyThroughout(run) || lastA < restBelowA || reachesPulse(run)) return null;
  return { ...NO_PART, isSteady: 1, closedAboveA: BELOW_ALL, closedUpToA: lastA };
}

/** Whether the current of all samples but the first stayed within 2 %. */
const isSteadyThroughout = ({ steadyCount, sampleCount }: Run) => sampleCount >= 3 && steadyCount === sampleCount - 1;

/** Whether a run may be a pulse that lasts until a resistance is asked for. */
const FIRST_PULSE_TIME_S = 0.95;
const reachesPulse = (run: Run) => isLikePulse(run) && run.durationS >= FIRST_PULSE_TIME_S;

const MAX_PULSE_S = 120;
const MAX_PULSE_GAP_S = 10;
const MAX_PULSE_LEAD_IN_S = 1;

/** What a pulse is by time alone; whether rests surround it and how much it moved is seen when it is shown. @see contract.md, "Pulses" */
export function isLikePulse({ previousGapS, leadInS, sampleCount, durationS }: Run): boolean {
  if (previousGapS === null || previousGapS < 0 || sampleCount < 3) return false;
  return durationS <= MAX_PULSE_S && previousGapS - leadInS <= MAX_PULSE_GAP_S && leadInS <= MAX_PULSE_LEAD_IN_S;
}

/** How many samples before its end are worth reading first. */
export const samplesToClose = (run: Run, atLeast: number): number =>
  isLikePulse(run) ? Math.max(run.sampleCount, atLeast) : atLeast;

/**
 * What is computed once of a run that closed.
 * @param samples its last ones, or all
 * @returns null where earlier samples are needed
 */
export function closeRun(run: Run, samples: SampleColumns, settings: Settings): CloseQuantities | null {
  const known = closeWithoutSamples(run, settings);
  if (known) return known;
  const direction = directionOf(run);
  if (!direction) return null;
  const before = run.sampleCount - samples.length;
  const part = findHeldPart({ samples, before, ...direction }, settings.restBelowA);
  if (!part) return null;
  const isSteady = steadiness(run, samples, part, direction.sign);
  if (isSteady === null) return null;
  const { closedAboveA, closedUpToA, decay } = part;
  const closed = { ...NO_PART, closedAboveA, closedUpToA, isSteady: Number(isSteady) };
  if (decay !== null) return { ...closed, ...heldSums(run, samples, { decay, sign: direction.sign, settings }) };
  if (!isSteady || !reachesPulse(run)) return closed;
  return before > 0 ? null : { ...closed, ...pulseOhms(run, samples) };
}

/** Whether the current stayed within 2 % outside of the held part; null where earlier samples would tell. */
function steadiness(run: Run, samples: SampleColumns, { decay, end }: HeldPart, sign: 1 | -1): boolean | null {
  const before = run.sampleCount - samples.length;
  if (decay === null ? isSteadyThroughout(run) : isSteadyTo(run, before + decay)) return true;
  if (before > 0) return null;
  const currents: number[] = [];
  for (let index = 0; index <= (decay ?? end); index++) {
    const currentA = sign * floatAt(samples.currentA, index);
    if (currentA > 0) currents.push(currentA);
  }
  // The first row of a step is often written before the current has risen.
  const judged = decay !== null || currents.length >= 3 ? currents.slice(1) : currents;
  return judged.length >= 2 && isWithin(judged, medianOf(judged));
}

/** Whether all samples but the first, at least two, stayed within 2 % up to that ordinal. */
const isSteadyTo = ({ steadyCount }: Run, ordinal: number) => ordinal >= 2 && ordinal <= (steadyCount ?? 0);

const isWithin = (values: readonly number[], median: number) =>
  values.every((value) => Math.abs(value - median) <= STEADY_SHARE * median);

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}

/** Charge, energy and time from the sample on at which the current begins to decay; the lead-in too where that is the first one. */
function heldSums(
  run: Run,
  samples: SampleColumns,
  { decay, sign, settings }: { decay: number; sign: 1 | -1; settings: Settings },
) {
  const heldFromUs = floatAt(samples.timeUs, decay);
  const [charge, energy] = sign === 1 ? (["chargeAs", "chargeWs"] as const) : (["dischargeAs", "dischargeWs"] as const);
  const isWhole = run.sampleCount - samples.length + decay === 0;
  if (isWhole) return { heldFromUs, heldAs: run[charge], heldWs: run[energy], heldS: run.durationS };
  const testTimeS = floatAt(samples.testTimeS, decay);
  const before = {
    lastTimeUs: heldFromUs,
    lastTestTimeS: Number.isNaN(testTimeS) ? null : testTimeS,
    lastVoltageV: floatAt(samples.voltageV, decay),
    lastCurrentA: floatAt(samples.currentA, decay),
  };
  const rest = sliceSamples(samples, decay + 1, samples.length);
  const maxGapS = settings.maxGapSeconds ?? Number.POSITIVE_INFINITY;
  const span = toSampleSpan(rest, { from: 0, to: rest.length, before, maxGapS });
  return {
    heldFromUs,
    heldAs: RUN_QUANTITIES[charge].extend(0, span),
    heldWs: RUN_QUANTITIES[energy].extend(0, span),
    heldS: RUN_QUANTITIES.durationS.extend(0, span),
  };
}
