/** A trend over fewer cycles would be carried tenfold or more to reach a hundred. */
const MIN_CYCLES_OF_TREND = 10;

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
