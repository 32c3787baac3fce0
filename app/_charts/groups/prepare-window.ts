import type { MetricDescription } from "@/server/domain/cycles/metrics";
import type { Domain } from "../frame/prepare-axis";
import { type CycleRange, indexesIn, type PreparedSeries, valueExtent } from "./prepare-series";

/** How far an axis of efficiencies goes beyond the middle half of its values, in widths of that. */
const WIDTHS = 3;
/** And at least, as a fraction: the digit that tells good cells apart. */
const LEAST_ROOM = 0.0005;

/**
 * What the axis of values must hold of a metric. Of an efficiency it is the window in which its digits tell something: one formation cycle
 * of 85 % would press the others, which differ by a thousandth, into one line. What lies outside is marked at the edge.
 */
export function shownExtent(
  series: readonly PreparedSeries[],
  range: CycleRange,
  { isEfficiency, scale }: Pick<MetricDescription, "isEfficiency" | "scale">,
): Domain | null {
  const whole = valueExtent(series, range);
  if (!isEfficiency || whole === null) return whole;
  const values = solidValues(series, range);
  if (values.length === 0) return whole;
  const [q1, q3] = [quantile(values, 0.25), quantile(values, 0.75)];
  const room = Math.max(WIDTHS * (q3 - q1), LEAST_ROOM * scale);
  return [Math.max(whole[0], q1 - room), Math.min(whole[1], q3 + room)];
}

/** The values of all lines that no cell is missing of, rising. */
function solidValues(series: readonly PreparedSeries[], range: CycleRange): Float64Array {
  const found = series.flatMap(({ x, line, thinned }) => {
    const [start, end] = indexesIn(x, range);
    return line.slice(start, end).filter((value, index) => Number.isFinite(value) && thinned[start + index] !== true);
  });
  return Float64Array.from(found).sort();
}

const quantile = (sorted: Float64Array, share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN;
