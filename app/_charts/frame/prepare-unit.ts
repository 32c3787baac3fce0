import type { MetricDescription } from "@/server/domain/cycles/metrics";

/** Quantities whose unit takes the prefix that suits their size. */
const PREFIXED = new Set(["Ah", "Wh"]);
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
  for (const { mean } of groups) for (const value of mean) largest = Math.max(largest, Math.abs(value));
  const { unit, scale } = fittingUnit(metric.unit, largest * metric.scale);
  return scale === 1 ? metric : { ...metric, unit, scale: metric.scale * scale };
}
