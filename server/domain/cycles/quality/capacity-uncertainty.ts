import { floatAt } from "../../samples/sample-columns";
import type { PreviousSample } from "../current-shape";
import type { SampleSpan } from "../sample-span";

/**
 * What a run remembers so that its bound on the error of charge and discharge is known at any time, however its samples arrive. All of it
 * is null where formulas made the run that did not know it.
 * @see contract.md, "Uncertainty"
 */
export type ErrorState = {
  /** Sampling of all intervals but the last, lead-in, and what lies between this run and the one before; of each direction, A·s. */
  chargeErrorAs: number | null;
  dischargeErrorAs: number | null;
  /** The two samples before the last one, and the integrated intervals that end at the last and at the one before; 0 for none. */
  secondLastCurrentA: number | null;
  thirdLastCurrentA: number | null;
  lastIntervalS: number | null;
  secondLastIntervalS: number | null;
  /** Σ √|ΔI| of small changes between neighbours, √A, and their count: the current's resolution, or its noise. */
  smallChangeRoots: number | null;
  smallChangeCount: number | null;
  /** Decimals of a second that the clock shows, up to 6. */
  clockDecimals: number | null;
};

export const UNKNOWN_ERRORS: ErrorState = {
  chargeErrorAs: null,
  dischargeErrorAs: null,
  secondLastCurrentA: null,
  thirdLastCurrentA: null,
  lastIntervalS: null,
  secondLastIntervalS: null,
  smallChangeRoots: null,
  smallChangeCount: null,
  clockDecimals: null,
};

const CLOCK_UNITS = [1, 10, 100, 1e3, 1e4, 1e5, 1e6]; // a power a sample costs more than all else of it
const MAX_CLOCK_DECIMALS = 6;
/** Of whole units of the last decimal: far over the rounding of a double that holds a test time, far under what a finer clock shows. */
const CLOCK_TOLERANCE = 1e-2;
/** A change of at most this share of the current is resolution or noise, a larger one is the program's or the cell's. */
export const SMALL_CHANGE = 0.01;
/** Cyclers write at least 0.1 mA: a current that was sent as 1 is not 1 ± 0.5 A. */
export const COARSEST_RESOLUTION_A = 1e-4;
const FINEST_DECIMALS = 12;
const DECIMAL_TOLERANCE = 1e-4;
/** Standard deviation of what is rounded to whole units; of the difference of two such. */
const ROUNDED = Math.sqrt(1 / 12);
const ROUNDED_TWICE = Math.sqrt(1 / 6);
const US_PER_S = 1e6;

type FirstSample = {
  currentA: number;
  timeUs: number;
  testTimeS: number | null;
  /** Since the sample before it; null for the test's first. */
  gapS: number | null;
  integratedLeadInS: number;
  maxGapS: number;
};

/** @param previous the sample before the run in its test */
export function startErrors(first: FirstSample, previous: PreviousSample | null): ErrorState {
  const { currentA, timeUs, testTimeS, gapS, integratedLeadInS, maxGapS } = first;
  // A falling test time: another clock began, and nothing tells what went before. Over the limit: a pause, as the cell's settings say.
  const isKnown = gapS !== null && gapS >= 0 && gapS <= maxGapS;
  const betweenS = isKnown ? Math.abs(gapS - integratedLeadInS) : 0;
  const beforeA = previous?.lastCurrentA ?? 0;
  return {
    chargeErrorAs: betweenS * Math.max(beforeA, currentA, 0),
    dischargeErrorAs: betweenS * Math.max(-beforeA, -currentA, 0),
    secondLastCurrentA: 0,
    thirdLastCurrentA: 0,
    lastIntervalS: 0,
    secondLastIntervalS: 0,
    smallChangeRoots: 0,
    smallChangeCount: 0,
    clockDecimals: clockDecimals(0, testTimeS ?? timeUs / US_PER_S),
  };
}

/** Decimals that a clock shows which showed so many, and now this time. */
function clockDecimals(known: number, timeS: number): number {
  let decimals = known;
  for (let unit = CLOCK_UNITS[known] ?? 1; decimals < MAX_CLOCK_DECIMALS; decimals++, unit *= 10) {
    const units = timeS * unit;
    if (Math.abs(units - Math.floor(units + 0.5)) <= CLOCK_TOLERANCE) break;
  }
  return decimals;
}

/** A run so far, and its last sample. */
export type RunWithErrors = ErrorState & {
  sampleCount: number;
  leadInS: number;
  durationS: number;
  previousCurrentA: number | null;
  firstCurrentA: number;
  lastCurrentA: number;
  minCurrentA: number;
  maxCurrentA: number;
};

/**
 * Takes the next samples of a run into its bound, before anything else of the run is extended. An interval is settled when the sample
 * behind it is known: its error is seen from the samples on both sides.
 */
export function extendErrors(run: RunWithErrors, span: SampleSpan, maxGapS: number): void {
  if (run.chargeErrorAs === null) return;
  if (run.sampleCount === 1 && run.leadInS <= maxGapS) {
    const errorAs = leadInError(run, floatAt(span.samples.currentA, span.from), floatAt(span.integratedS, 0));
    if (run.firstCurrentA > 0) run.chargeErrorAs += errorAs;
    else run.dischargeErrorAs = (run.dischargeErrorAs ?? 0) + errorAs;
  }
  extendIntervals(run, span);
  extendResolution(run, span);
}

function extendIntervals(run: RunWithErrors, span: SampleSpan): void {
  const { samples, from, to, before, integratedS } = span;
  const secondLastA = run.secondLastCurrentA ?? 0;
  // Most runs have current in one direction only.
  let [mostA, leastA] = [Math.max(secondLastA, before.currentA), Math.min(secondLastA, before.currentA)];
  for (let index = from; index < to - 1; index++) {
    mostA = Math.max(mostA, floatAt(samples.currentA, index));
    leastA = Math.min(leastA, floatAt(samples.currentA, index));
  }
  if (mostA > 0) run.chargeErrorAs = withSettledErrors(run.chargeErrorAs ?? 0, run, { span, sign: 1 });
  if (leastA < 0) run.dischargeErrorAs = withSettledErrors(run.dischargeErrorAs ?? 0, run, { span, sign: -1 });
  const isOne = to - from === 1;
  run.thirdLastCurrentA = isOne ? run.secondLastCurrentA : currentBefore(span, to - 2);
  run.secondLastCurrentA = isOne ? before.currentA : floatAt(samples.currentA, to - 2);
  run.secondLastIntervalS = isOne ? run.lastIntervalS : floatAt(integratedS, to - from - 2);
  run.lastIntervalS = floatAt(integratedS, to - from - 1);
}

/** The current of the sample before an index of the span. */
const currentBefore = ({ samples, from, before }: SampleSpan, index: number) =>
  index > from ? floatAt(samples.currentA, index - 1) : before.currentA;

/**
 * Adds by how much the trapezoids of the intervals that are settled now may be off in one direction, A·s: those that end with the sample
 * before each of the span. One after the other, so that the sum does not depend on where samples were cut into batches. A trapezoid is as uncertain as it is far from the mean of the parabolas through the three samples around either of its
 * ends, at most by half the change of current × dt, which no current that rises or falls throughout exceeds. All of that for a run's first
 * interval in which the current rises or which it leaves at once: its row was written before the current had settled.
 */
function withSettledErrors(
  sumAs: number,
  run: RunWithErrors,
  { span, sign }: { span: SampleSpan; sign: 1 | -1 },
): number {
  const { samples, from, to, before, integratedS } = span;
  const { currentA } = samples;
  const firstInterval = from - run.sampleCount + 2; // the index at which the run's first interval is settled
  let left = inDirection(run.secondLastCurrentA ?? 0, sign);
  let right = inDirection(before.currentA, sign);
  let ownS = run.lastIntervalS ?? 0;
  let slope = slopeOf(right - left, ownS);
  const beforeS = run.secondLastIntervalS ?? 0;
  let bend = bendOf(slopeOf(left - inDirection(run.thirdLastCurrentA ?? 0, sign), beforeS), slope, beforeS, ownS);
  let total = sumAs;
  for (let index = from; index < to; index++) {
    const behind = inDirection(floatAt(currentA, index), sign);
    const behindS = floatAt(integratedS, index - from);
    const nextSlope = slopeOf(behind - right, behindS);
    const nextBend = bendOf(slope, nextSlope, ownS, behindS);
    if (left !== right) {
      const mostAs = (Math.abs(right - left) / 2) * ownS;
      const isUnsettled = index === firstInterval && (right > left || Math.abs(nextSlope) * 10 < Math.abs(slope));
      total += isUnsettled ? mostAs : Math.min(mostAs, bentError(bend, nextBend, ownS));
    }
    left = right;
    right = behind;
    ownS = behindS;
    slope = nextSlope;
    bend = nextBend;
  }
  return total;
}

const inDirection = (currentA: number, sign: 1 | -1) => Math.max(sign * currentA, 0);

/** Of an interval, A/s; 0 where it has no length: there is none, it does not count, or two samples share a time. */
const slopeOf = (changeA: number, intervalS: number) => (intervalS > 0 ? changeA / intervalS : 0);

/** Half the second derivative of the parabola through two neighbouring intervals, A/s²; NaN where there are no two. */
const bendOf = (slope: number, nextSlope: number, beforeS: number, behindS: number) =>
  beforeS > 0 && behindS > 0 ? (nextSlope - slope) / (beforeS + behindS) : Number.NaN;

/** Between a trapezoid and the parabolas at its ends, as far as there are any: a parabola's bend × dt³ ÷ 6. */
function bentError(bend: number, nextBend: number, intervalS: number): number {
  const sixthAs = (intervalS * intervalS * intervalS) / 6;
  if (Number.isNaN(bend)) return Number.isNaN(nextBend) ? Number.POSITIVE_INFINITY : Math.abs(nextBend) * sixthAs;
  return Math.abs(Number.isNaN(nextBend) ? bend : (bend + nextBend) / 2) * sixthAs;
}

function isSmallChange(leftA: number, rightA: number): boolean {
  const changeA = Math.abs(rightA - leftA);
  return changeA > 0 && changeA <= SMALL_CHANGE * Math.max(Math.abs(leftA), Math.abs(rightA));
}

function extendResolution(run: RunWithErrors, { samples, from, to, before }: SampleSpan): void {
  const { currentA, testTimeS, timeUs } = samples;
  let [roots, count, decimals] = [run.smallChangeRoots ?? 0, run.smallChangeCount ?? 0, run.clockDecimals ?? 0];
  let leftA = before.currentA;
  for (let index = from; index < to; index++) {
    const rightA = floatAt(currentA, index);
    if (isSmallChange(leftA, rightA)) {
      roots += Math.sqrt(Math.abs(rightA - leftA));
      count += 1;
    }
    leftA = rightA;
    if (decimals === MAX_CLOCK_DECIMALS) continue;
    const timeS = floatAt(testTimeS, index);
    decimals = clockDecimals(decimals, Number.isNaN(timeS) ? floatAt(timeUs, index) / US_PER_S : timeS);
  }
  if (count !== run.smallChangeCount) {
    run.smallChangeRoots = roots;
    run.smallChangeCount = count;
  }
  if (decimals !== run.clockDecimals) run.clockDecimals = decimals;
}

/**
 * By how much the lead-in may be off, A·s: as if the current had changed before the first sample as fast as behind it, at most by what it
 * changed since the sample before, where that flowed the same way.
 * @param secondA the run's second sample; null while it has none
 */
function leadInError(run: RunWithErrors, secondA: number | null, intervalS: number): number {
  const { leadInS, firstCurrentA, previousCurrentA } = run;
  const hasSameSign = previousCurrentA !== null && Math.sign(previousCurrentA) === Math.sign(firstCurrentA);
  const mostAs = hasSameSign ? (leadInS / 2) * Math.abs(firstCurrentA - previousCurrentA) : Number.POSITIVE_INFINITY;
  const sign = firstCurrentA > 0 ? 1 : -1;
  const errorAs =
    secondA === null || intervalS === 0
      ? Number.POSITIVE_INFINITY
      : ((leadInS * leadInS) / 2) * (Math.abs(inDirection(secondA, sign) - Math.abs(firstCurrentA)) / intervalS);
  const leastAs = Math.min(mostAs, errorAs);
  return Number.isFinite(leastAs) ? leastAs : 0;
}

/**
 * The bound U of a run: 2 × (sampling + lead-in + clocks and uncovered seconds + resolution), which the cycler's own counter keeps to. It
 * knows nothing of the cycler's calibration, nor of a counter that follows another rule than its current column.
 * @returns A·s; null where older formulas made the run
 */
export function runUncertainties(run: RunWithErrors): { chargeAs: number; dischargeAs: number } | null {
  if (run.chargeErrorAs === null || run.dischargeErrorAs === null) return null;
  return {
    chargeAs: 2 * (run.chargeErrorAs + openError(run, 1) + resolutionError(run, run.maxCurrentA)),
    dischargeAs: 2 * (run.dischargeErrorAs + openError(run, -1) + resolutionError(run, -run.minCurrentA)),
  };
}

/** What the next sample would settle otherwise: the last interval, or the lead-in of a run of one sample. */
function openError(run: RunWithErrors, sign: 1 | -1): number {
  if (run.sampleCount === 1) return sign * run.firstCurrentA > 0 ? leadInError(run, null, 0) : 0;
  const change = inDirection(run.lastCurrentA, sign) - inDirection(run.secondLastCurrentA ?? 0, sign);
  return (Math.abs(change) / 2) * (run.lastIntervalS ?? 0);
}

/** @param largestA in one direction; 0 or less for none */
function resolutionError(run: RunWithErrors, largestA: number): number {
  if (largestA <= 0) return 0;
  const count = run.smallChangeCount ?? 0;
  // The square of the mean root: half of what changes normally lies below it, as below the median, and it can be summed up.
  const resolutionA = count > 0 ? ((run.smallChangeRoots ?? 0) / count) ** 2 : lastDecimal(largestA);
  const clockS = 10 ** -(run.clockDecimals ?? MAX_CLOCK_DECIMALS);
  return ROUNDED * resolutionA * run.durationS + ROUNDED_TWICE * clockS * largestA;
}

/** One unit of the last decimal of a current that never changed by little, A. */
function lastDecimal(currentA: number): number {
  for (let unitA = COARSEST_RESOLUTION_A, decimals = 4; decimals <= FINEST_DECIMALS; decimals++, unitA /= 10) {
    const units = currentA * 10 ** decimals;
    if (Math.abs(units - Math.round(units)) <= DECIMAL_TOLERANCE) return unitA;
  }
  return 0;
}
