import type { MetricDescription } from "@/server/domain/cycles/metrics";

/** Units that take the prefix which suits the size of what is shown, and below what. A cell of 0.5 Ω is told in mΩ, as every data sheet does. */
const MILLI_BELOW: ReadonlyMap<string, number> = new Map([
  ["Ah", 0.1],
  ["Wh", 0.1],
  ["A", 0.1],
  ["Ω", 1],
]);
/** Where fewer are shown than a metric has, by whose last one strays are told. */
const SHOWN_DIGITS: ReadonlyMap<string, number> = new Map([["Ω", 3]]);

type Unit = { unit: string; scale: number };

/** The unit for numbers of which the largest has this size, and by what they are to be multiplied: a coin cell has mAh. */
export function fittingUnit(unit: string, largest: number): Unit {
  const size = Math.abs(largest);
  return size > 0 && size < (MILLI_BELOW.get(unit) ?? 0) ? { unit: `m${unit}`, scale: 1000 } : { unit, scale: 1 };
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
  const significantDigits = SHOWN_DIGITS.get(metric.unit) ?? metric.significantDigits;
  if (scale === 1 && significantDigits === metric.significantDigits) return metric;
  return { ...metric, unit, scale: metric.scale * scale, significantDigits };
}
