import { type CycleRange, indexesIn, latestFullIndex, type PreparedSeries } from "./prepare-series";

/** One row of the legend, of the part of x that is shown. */
export type LegendRow = {
  key: string;
  name: string;
  cells: number;
  /** Mean at the last cycle shown that is not thinned, in the unit shown; how many cells it rests on; that cycle. */
  last: number | null;
  /** By how much that may be off at most; null where it is not known. */
  lastUncertainty: number | null;
  lastN: number;
  lastCycle: number | null;
  /** Relative change per 100 cycles up to there, as a fraction, thinned points left out; negative is fade. */
  changePer100: number | null;
};

/** A trend over fewer cycles would be carried tenfold or more to reach a hundred. */
const MIN_CYCLES_OF_TREND = 10;

export function prepareLegendRow(series: PreparedSeries, range: CycleRange): LegendRow {
  const [start, end] = indexesIn(series.x, range);
  const at = latestFullIndex(series, [start, end]);
  const isFull = (_: unknown, index: number) => series.thinned[index] !== true && index >= start && index < end;
  return {
    key: series.key,
    name: series.name,
    cells: series.cells,
    last: at === null ? null : (series.mean[at] ?? null),
    lastUncertainty: at === null ? null : (series.uncertainty?.[at] ?? null),
    lastN: at === null ? 0 : (series.n[at] ?? 0),
    lastCycle: at === null ? null : (series.cycle[at] ?? null),
    changePer100: changePer100(series.cycle.filter(isFull), series.mean.filter(isFull)),
  };
}

/**
 * Slope of the straight line through the means (least squares), over 100 cycles, divided by the line's value at the first of them.
 * @returns null for fewer than ten cycles, and where the line begins at zero or below
 */
export function changePer100(cycles: readonly number[], means: readonly number[]): number | null {
  const count = cycles.length;
  if (count < MIN_CYCLES_OF_TREND) return null;
  const meanCycle = cycles.reduce((sum, cycle) => sum + cycle, 0) / count;
  const meanValue = means.reduce((sum, value) => sum + value, 0) / count;
  let covariance = 0;
  let variance = 0;
  for (const [index, cycle] of cycles.entries()) {
    covariance += (cycle - meanCycle) * ((means[index] ?? 0) - meanValue);
    variance += (cycle - meanCycle) ** 2;
  }
  const slope = covariance / variance;
  const start = meanValue + slope * ((cycles[0] ?? 0) - meanCycle);
  return start > 0 ? (100 * slope) / start : null;
}
