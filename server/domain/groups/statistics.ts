/** Statistics of one group at one cycle. `std` is that of a sample (n − 1), null for one cell. */
export type GroupStatistics = {
  mean: number;
  std: number | null;
  n: number;
  min: number;
  max: number;
  median: number;
};

/**
 * @param values one finite value a cell, in any order
 * @returns null for no values. The mean and std are computed in two passes, so a small scatter on a large mean keeps its digits
 */
export function groupStatistics(values: readonly number[]): GroupStatistics | null {
  if (values.length === 0) return null;
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const sorted = [...values].sort((left, right) => left - right);
  return {
    mean,
    std: n === 1 ? null : Math.sqrt(squares / (n - 1)),
    n,
    min: sorted[0] as number,
    max: sorted[n - 1] as number,
    median: medianOfSorted(sorted),
  };
}

function medianOfSorted(sorted: readonly number[]): number {
  const middle = sorted.length >> 1;
  const upper = sorted[middle] as number; // callers pass at least one value
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] as number) + upper) / 2;
}

function median(values: readonly number[]): number | null {
  return values.length === 0 ? null : medianOfSorted([...values].sort((left, right) => left - right));
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
 * @param isEfficiency efficiencies stray from 0.001 on, other metrics from 1 % of |median| on
 * @see Iglewicz & Hoaglin (1993), "How to Detect and Handle Outliers": the modified z-score; contract.md, "Groups"
 */
export function deviations(values: readonly (number | null)[], isEfficiency: boolean): Deviation[] {
  const present = values.filter((value) => value !== null);
  const statistics = groupStatistics(present);
  if (!statistics) return values.map(() => ({ ...NO_DEVIATION }));
  const distances = present.map((value) => Math.abs(value - statistics.median));
  const mad = median(distances) ?? 0;
  const meanDistance = distances.reduce((sum, distance) => sum + distance, 0) / distances.length;
  const strayFrom = isEfficiency ? STRAY_EFFICIENCY : STRAY_SHARE_OF_MEDIAN * Math.abs(statistics.median);
  return values.map((value) => {
    if (value === null) return { ...NO_DEVIATION };
    const { mean, std, n } = statistics;
    const sigmas = std === null || std === 0 ? null : (value - mean) / std;
    const robustScore = robustScoreOf(value - statistics.median, mad, meanDistance);
    const flagged =
      n >= MIN_CELLS_TO_FLAG &&
      Math.abs(robustScore) > FLAG_ABOVE_ROBUST_SCORE &&
      Math.abs(value - statistics.median) >= strayFrom;
    return {
      value,
      sigmas,
      percentDeviation: sigmas === null ? null : (100 * sigmas) / 2,
      relativeDeviation: mean === 0 ? null : (value - mean) / mean,
      robustScore,
      flagged,
      verdict: n < MIN_CELLS_TO_FLAG ? "too_few_cells" : flagged ? "stray" : "ok",
    };
  });
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

function robustScoreOf(fromMedian: number, mad: number, meanDistance: number): number {
  if (mad !== 0) return (MAD_TO_SIGMA * fromMedian) / mad;
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
