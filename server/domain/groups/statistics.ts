import type { MetricDescription } from "../cycles/metrics";
import { medianBetween, quartilesBetween } from "./median";

/** Statistics of one group at one cycle. `std` is that of a sample (n − 1), null for one cell. */
export type GroupStatistics = {
  mean: number;
  std: number | null;
  n: number;
  min: number;
  max: number;
  median: number;
  /** Quartiles, interpolated linearly. */
  q1: number;
  q3: number;
};

/**
 * @param values one finite value a cell, in any order
 * @returns null for no values. The mean and std are computed in two passes, so a small scatter on a large mean keeps its digits
 */
export function groupStatistics(values: readonly number[]): GroupStatistics | null {
  return values.length === 0 ? null : statisticsBetween(Float64Array.from(values), 0, values.length);
}

/**
 * The same over a part of a column.
 * @param values finite; those from `from` up to, not with, `to` are put into another order
 * @param to behind `from`: a part without values has no statistics
 */
export function statisticsBetween(values: Float64Array, from: number, to: number): GroupStatistics {
  const n = to - from;
  const mean = sumBetween(values, from, to) / n;
  const { min, max, squares } = spreadBetween(values, from, to, mean);
  const std = n === 1 ? null : Math.sqrt(squares / (n - 1));
  const median = medianBetween(values, from, to, mean);
  return { mean, std, n, min, max, median, ...quartilesBetween(values, from, to) };
}

// Two loops in functions of their own: in one with the median the compiler makes all three slower by half.
function sumBetween(values: Float64Array, from: number, to: number): number {
  let sum = 0;
  for (let index = from; index < to; index++) sum += values[index] as number;
  return sum;
}

function spreadBetween(values: Float64Array, from: number, to: number, mean: number) {
  let squares = 0;
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (let index = from; index < to; index++) {
    const value = values[index] as number;
    const distance = value - mean;
    squares += distance * distance;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return { min, max, squares };
}

/** Of ten: 0.9 itself has no exact double, and 0.9 × 70 is not 63. */
const FULL_TENTHS = 9;

/**
 * Which points of a group are thinned: cells that live longest bias a mean, so one of under 90 % of the largest n is no rate's and no
 * verdict's.
 * @param largestN of the whole group, where `n` is a part of it
 * @see contract.md, "Groups"
 */
export function thinnedOf(n: readonly number[], largestN = largestOf(n)): boolean[] {
  return n.map((count) => 10 * count < FULL_TENTHS * largestN);
}

/** The largest of some counts; 0 of none. */
export function largestOf(n: readonly number[]): number {
  let largest = 0;
  for (const count of n) if (count > largest) largest = count;
  return largest;
}

export type Verdict = "ok" | "stray" | "too_few_cells" | "no_value";

/** How one cell lies in its group at one cycle. */
export type Deviation = {
  value: number | null;
  sigmas: number | null;
  /** 100 × sigmas ÷ 2: the measure of the ChargeTracker of 2018. */
  percentDeviation: number | null;
  relativeDeviation: number | null;
  robustScore: number | null;
  flagged: boolean;
  verdict: Verdict;
};

const MIN_CELLS_TO_FLAG = 4;
const FLAG_ABOVE_ROBUST_SCORE = 3.5;
const MAD_TO_SIGMA = 0.6745;
const MEAN_ABSOLUTE_TO_SIGMA = 1.253314;
const STRAY_SHARE_OF_MEDIAN = 0.01;
const STRAY_EFFICIENCY = 0.001;

/**
 * Deviations of the cells of one group at one cycle.
 * @param values one a cell, null where it has none; the answer has the same order
 * @param metric efficiencies stray from 0.001 on, other metrics from 1 % of |median| on; none where all values are told by the same digits
 * @see Iglewicz & Hoaglin (1993), "How to Detect and Handle Outliers": the modified z-score; contract.md, "Groups"
 */
export function deviations(values: readonly (number | null)[], metric: ScoredMetric): Deviation[] {
  const present = Float64Array.from(values.filter((value) => value !== null));
  const scatter = present.length === 0 ? null : scatterBetween(present, 0, present.length);
  return values.map((value) => deviationOf(value, scatter, metric));
}

/** What a deviation is measured by: the values of one group at one cycle. */
export type Scatter = GroupStatistics & { medianDistance: number; meanDistance: number };

/** As `statisticsBetween`, with the distances from the median; the part ends up holding those. */
export function scatterBetween(values: Float64Array, from: number, to: number): Scatter {
  const statistics = statisticsBetween(values, from, to);
  let sum = 0;
  for (let index = from; index < to; index++) {
    const distance = Math.abs((values[index] as number) - statistics.median);
    values[index] = distance;
    sum += distance;
  }
  const meanDistance = sum / statistics.n;
  return { ...statistics, medianDistance: medianBetween(values, from, to, meanDistance), meanDistance };
}

/** How one value lies in its group; `scatter` null where the group has no values. */
export function deviationOf(value: number | null, scatter: Scatter | null, metric: ScoredMetric): Deviation {
  if (value === null || scatter === null) return { ...NO_DEVIATION };
  const { mean, std, n } = scatter;
  const isSpread = scatter.max - scatter.min >= resolutionOf(scatter.median, metric);
  const sigmas = isSpread ? quotient(value - mean, std) : null;
  const robustScore = isSpread ? robustScoreOf(value - scatter.median, scatter) : 0;
  const flagged = isFlagged(value - scatter.median, robustScore, scatter, metric.isEfficiency);
  return {
    value,
    sigmas,
    percentDeviation: sigmas === null ? null : (100 * sigmas) / 2,
    relativeDeviation: quotient(value - mean, mean),
    robustScore,
    flagged,
    verdict: n < MIN_CELLS_TO_FLAG ? "too_few_cells" : flagged ? "stray" : "ok",
  };
}

const quotient = (part: number, whole: number | null) => (whole === null || whole === 0 ? null : part / whole);

type ScoredMetric = Pick<MetricDescription, "isEfficiency" | "scale" | "significantDigits">;

/**
 * One unit of the last digit that a metric of this size is told with, in its stored unit: 1 mV of 4.2 V. Values that differ by less are the
 * same as far as anybody can tell, so nothing is scored by how they scatter.
 */
function resolutionOf(median: number, { scale, significantDigits }: ScoredMetric): number {
  const size = Math.abs(median * scale);
  return size === 0 ? 0 : 10 ** (Math.floor(Math.log10(size)) - (significantDigits - 1)) / scale;
}

function isFlagged(fromMedian: number, robustScore: number, { n, median }: Scatter, isEfficiency: boolean): boolean {
  const strayFrom = isEfficiency ? STRAY_EFFICIENCY : STRAY_SHARE_OF_MEDIAN * Math.abs(median);
  return n >= MIN_CELLS_TO_FLAG && Math.abs(robustScore) > FLAG_ABOVE_ROBUST_SCORE && Math.abs(fromMedian) >= strayFrom;
}

const NO_DEVIATION: Deviation = {
  value: null,
  sigmas: null,
  percentDeviation: null,
  relativeDeviation: null,
  robustScore: null,
  flagged: false,
  verdict: "no_value",
};

function robustScoreOf(fromMedian: number, { medianDistance, meanDistance }: Scatter): number {
  if (medianDistance !== 0) return (MAD_TO_SIGMA * fromMedian) / medianDistance;
  return meanDistance === 0 ? 0 : fromMedian / (MEAN_ABSOLUTE_TO_SIGMA * meanDistance);
}

/** Order of the deep dive: |robustScore| falling, then |relativeDeviation| falling, nulls last, then name. */
export function compareDeviations(left: Deviation & { cell: string }, right: Deviation & { cell: string }): number {
  return (
    byMagnitude(left.robustScore, right.robustScore) ||
    byMagnitude(left.relativeDeviation, right.relativeDeviation) ||
    (left.cell < right.cell ? -1 : left.cell > right.cell ? 1 : 0)
  );
}

function byMagnitude(left: number | null, right: number | null): number {
  if (left === null || right === null) return Number(left === null) - Number(right === null);
  return Math.abs(right) - Math.abs(left);
}
