import type { MetricDescription } from "@/server/domain/cycles/metrics";
import type { CellLine } from "@/server/domain/groups/groups-view";
import type { Line } from "./prepare-band";
import { pointsOf, type PreparedSeries } from "./prepare-series";

/** Values by cycle number, in the unit shown: what others are compared with. */
export type Reference = ReadonlyMap<number, number>;

export const referenceOfGroup = (series: PreparedSeries, line: Line): Reference =>
  new Map(series.cycle.map((cycle, index) => [cycle, series[line][index] ?? Number.NaN]));

export const referenceOfCell = ({ cycle, value }: Pick<CellLine, "cycle" | "value">, scale: number): Reference =>
  new Map(cycle.map((number, index) => [number, (value[index] ?? Number.NaN) * scale]));

/** A series as its distance from a reference, at the cycles that both have. Its spread stays what it is. */
export function differenceFrom(series: PreparedSeries, reference: Reference): PreparedSeries {
  const both = pointsOf(series, (index) => Number.isFinite(reference.get(series.cycle[index] ?? Number.NaN)));
  const less = (value: number, index: number) => value - (reference.get(both.cycle[index] ?? Number.NaN) ?? Number.NaN);
  const lessOrNull = (value: number | null, index: number) => (value === null ? null : less(value, index));
  const mean = both.mean.map(less);
  return {
    ...both,
    mean,
    line: mean,
    uncertainty: null, // that of the reference is not told
    median: both.median.map(less),
    q1: both.q1.map(less),
    q3: both.q3.map(less),
    low: both.low.map(lessOrNull),
    high: both.high.map(lessOrNull),
    min: both.min.map(less),
    max: both.max.map(less),
  };
}

/** The same of one cell. */
export function lineDifferenceFrom(line: CellLine, reference: Reference, scale: number): CellLine {
  const isKept = (index: number) => Number.isFinite(reference.get(line.cycle[index] ?? Number.NaN));
  const cycle = line.cycle.filter((_, index) => isKept(index));
  const value = line.value
    .filter((_, index) => isKept(index))
    .map((one, index) => one - (reference.get(cycle[index] ?? Number.NaN) ?? Number.NaN) / scale);
  return { ...line, cycle, value };
}

/** How a difference is called; distances of percentages are percentage points. */
export const differenceMetric = (metric: MetricDescription, of: string): MetricDescription => ({
  ...metric,
  label: `Δ ${metric.label} from ${of}`,
  unit: metric.unit === "%" ? "pp" : metric.unit,
  isEfficiency: false,
});
