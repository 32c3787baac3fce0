import { floatAt } from "../samples/sample-columns";
import type { SampleEnd } from "./lead-in";
import type { SampleSpan } from "./sample-span";

/**
 * What a run remembers of its current so that most of what is asked when it closes needs none of its samples. All of it is null where
 * formulas made the run that did not know it.
 */
export type CurrentShape = {
  /** The sample before the run in its test, and the time from it to the run's first one; null for the test's first. */
  previousVoltageV: number | null;
  previousCurrentA: number | null;
  previousGapS: number | null;
  firstVoltageV: number | null;
  /** How many samples from the second on lie within 2 % of each other, and their extremes. */
  steadyCount: number | null;
  steadyLowA: number | null;
  steadyHighA: number | null;
  /** Across the jump of the current inside the run that may lead from rest to current; see `extendShape`. */
  innerEdgeOhm: number | null;
  innerEdgeFromA: number | null;
  innerEdgeToA: number | null;
};

export const UNKNOWN_SHAPE: CurrentShape = {
  previousVoltageV: null,
  previousCurrentA: null,
  previousGapS: null,
  firstVoltageV: null,
  steadyCount: null,
  steadyLowA: null,
  steadyHighA: null,
  innerEdgeOhm: null,
  innerEdgeFromA: null,
  innerEdgeToA: null,
};

/** The sample before a run, as far as its shape depends on it. */
export type PreviousSample = SampleEnd & { lastVoltageV: number; lastCurrentA: number };

/** Within 2 % of a median lies what is within 2 % of each other. */
const STEADY = 1.02;
/** The sides of an edge lie at most so far apart, s. */
const MAX_EDGE_GAP_S = 10;
/** Noise of a rest is a thousandth of the nominal current at most: a jump by so much more is none. */
const NOISE_TO_CURRENT = 100;

/**
 * What a run remembers of its current before its first sample is looked at.
 * @param firstVoltageV V
 * @param previous the last sample of the test before the run; null for none
 * @param gapS between that one and the run's first sample, s
 * @see contract.md, "Pulses"; `internalResistanceOhm`
 */
export function startShape(firstVoltageV: number, previous: PreviousSample | null, gapS: number | null): CurrentShape {
  return {
    ...UNKNOWN_SHAPE,
    previousVoltageV: previous?.lastVoltageV ?? null,
    previousCurrentA: previous?.lastCurrentA ?? null,
    previousGapS: gapS,
    firstVoltageV,
    steadyCount: 0,
    steadyLowA: 0,
    steadyHighA: 0,
  };
}

/** A run so far, and its last sample. */
type Extended = CurrentShape & {
  sampleCount: number;
  minCurrentA: number;
  maxCurrentA: number;
  lastVoltageV: number;
  lastCurrentA: number;
};

/** Takes the next samples of a run into its shape, before anything else of the run is extended. */
export function extendShape(run: Extended, span: SampleSpan): void {
  if (run.steadyCount === null) return;
  if (run.steadyCount === run.sampleCount - 1) extendSteady(run, run.steadyCount, span);
  findInnerEdge(run, span);
}

function extendSteady(run: Extended, before: number, { samples: { currentA }, from, to }: SampleSpan): void {
  let count = before;
  let low = count === 0 ? Number.POSITIVE_INFINITY : (run.steadyLowA ?? 0);
  let high = count === 0 ? Number.NEGATIVE_INFINITY : (run.steadyHighA ?? 0);
  for (let index = from; index < to; index++) {
    const nextLow = Math.min(low, floatAt(currentA, index));
    const nextHigh = Math.max(high, floatAt(currentA, index));
    if (nextLow > 0 ? nextHigh > STEADY * nextLow : nextHigh >= 0 || nextLow < STEADY * nextHigh) break;
    low = nextLow;
    high = nextHigh;
    count += 1;
  }
  if (count === before) return;
  run.steadyCount = count;
  run.steadyLowA = low;
  run.steadyHighA = high;
}

/**
 * A step of the cycler's program may begin with rows at rest. Which rows these are only the test's thresholds tell, which may still change;
 * so a run keeps the first rise above everything before it, and takes a later one instead that is a hundred times as large: then the one
 * before was noise.
 */
function findInnerEdge(
  run: Extended,
  { samples: { currentA, voltageV }, from, to, intervalS, before }: SampleSpan,
): void {
  let largestA = Math.max(Math.abs(run.minCurrentA), Math.abs(run.maxCurrentA));
  for (let index = from; index < to; index++) {
    const current = floatAt(currentA, index);
    const sizeA = Math.abs(current);
    if (sizeA <= largestA) continue;
    if (sizeA >= NOISE_TO_CURRENT * largestA && floatAt(intervalS, index - from) <= MAX_EDGE_GAP_S) {
      const [fromV, fromA] =
        index === from
          ? [before.voltageV, before.currentA]
          : [floatAt(voltageV, index - 1), floatAt(currentA, index - 1)];
      run.innerEdgeOhm = ohmBetween(floatAt(voltageV, index) - fromV, current - fromA);
      run.innerEdgeFromA = Math.abs(fromA);
      run.innerEdgeToA = sizeA;
    }
    largestA = sizeA;
  }
}

/**
 * The resistance across the first edge from rest to current that a run has at its begin or inside.
 * @param restBelowA the rest threshold of the test, A
 * @returns Ω; null without an edge whose sides lie at most 10 s apart
 * @see contract.md, `internalResistanceOhm`
 */
export function edgeOhm(run: EdgedRun, restBelowA: number): number | null {
  const { innerEdgeOhm, innerEdgeFromA, innerEdgeToA } = run;
  return edgeBefore(run, restBelowA) ?? (isEdge(innerEdgeFromA, innerEdgeToA, restBelowA) ? innerEdgeOhm : null);
}

type EdgedRun = CurrentShape & { firstCurrentA: number };

const isEdge = (fromA: number | null, toA: number | null, restBelowA: number) =>
  fromA !== null && toA !== null && Math.abs(fromA) < restBelowA && Math.abs(toA) >= restBelowA;

/** Between the sample before a run and its first one. */
function edgeBefore(run: EdgedRun, restBelowA: number): number | null {
  const { previousVoltageV, previousCurrentA, previousGapS, firstVoltageV, firstCurrentA } = run;
  if (previousVoltageV === null || previousCurrentA === null || firstVoltageV === null) return null;
  const gapS = previousGapS ?? Number.NaN;
  const isClose = gapS >= 0 && gapS <= MAX_EDGE_GAP_S; // falling test time: another clock began
  if (!isClose || !isEdge(previousCurrentA, firstCurrentA, restBelowA)) return null;
  return ohmBetween(firstVoltageV - previousVoltageV, firstCurrentA - previousCurrentA);
}

/** |ΔV ÷ ΔI| in Ω; null where that is no number: 1,000 V over 1e-320 A. */
export function ohmBetween(differenceV: number, differenceA: number): number | null {
  const ohm = Math.abs(differenceV / differenceA);
  return Number.isFinite(ohm) ? ohm : null;
}
