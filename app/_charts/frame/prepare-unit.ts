import type { MetricDescription } from "@/server/domain/cycles/metrics";

/** Quantities whose unit takes the prefix that suits their size. */
const PREFIXED = new Set(["Ah", "Wh", "A"]);
const MILLI_BELOW = 0.1;

type Unit = { unit: string; scale: number };

/** The unit for numbers of which the largest has this size, and by what they are to be multiplied: a coin cell has mAh. */
export function fittingUnit(unit: string, largest: number): Unit {
  const size = Math.abs(largest);
  return PREFIXED.has(unit) && size > 0 && size < MILLI_BELOW ? { unit: `m${unit}`, scale: 1000 } : { unit, scale: 1 };
}

/** A metric as it is shown of groups, all in one unit. */
export function fittingMetric(
  metric: MetricDescription,
  groups: readonly { mean: readonly number[] }[],
): MetricDescription {
  let largest = 0;
  for (const { mean } of groups) largest = Math.max(largest, largestOf(mean));
  return fittingTo(metric, largest);
}

/** A metric as it is shown of one cell. */
export const metricOfCell = (metric: MetricDescription, values: readonly (number | null)[]): MetricDescription =>
  fittingTo(metric, largestOf(values));

/** Largest size; missing values have none. */
export function largestOf(values: Iterable<number | null>): number {
  let largest = 0;
  for (const value of values) largest = Math.max(largest, Math.abs(value ?? 0));
  return largest;
}

function fittingTo(metric: MetricDescription, largest: number): MetricDescription {
  const { unit, scale } = fittingUnit(metric.unit, largest * metric.scale);
  return scale === 1 ? metric : { ...metric, unit, scale: metric.scale * scale };
}
