import type { MetricDescription } from "@/server/domain/cycles/metrics";
import { decimalsFor, formatFixed } from "../frame/prepare-numbers";
import { type Pixel, type Projection, toX, toY, xAt } from "../frame/prepare-projection";
import type { RunningMark } from "./prepare-running";
import { indexAtOrAfter, type PreparedSeries } from "./prepare-series";

/** What the pointer is on: a cycle of a group's line, or the unfinished cycle of a cell. */
export type HoverTarget =
  | { kind: "mean"; series: PreparedSeries; index: number; x: number; y: number }
  | { kind: "running"; mark: RunningMark; x: number; y: number };

/** How near an unfinished cycle must be to be meant instead of a line. */
const RUNNING_REACH_PX = 8;

/** The nearest cycle of the nearest line; an unfinished cycle only where the pointer is on it. Null when nothing is drawn. */
export function nearestTarget(
  series: readonly PreparedSeries[],
  running: readonly RunningMark[],
  pointer: Pixel,
  projection: Projection,
): HoverTarget | null {
  const mark = nearestMark(running, pointer);
  if (mark) return { kind: "running", mark, x: mark.x, y: mark.y };
  const cycle = xAt(projection, pointer.x);
  let nearest: HoverTarget | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const one of series) {
    const index = nearestIndex(one.cycle, cycle, projection.x);
    if (index === null) continue;
    const x = toX(projection, one.cycle[index] ?? 0);
    const y = toY(projection, one.mean[index] ?? 0);
    const distance = Math.hypot(x - pointer.x, y - pointer.y);
    if (distance >= least) continue;
    least = distance;
    nearest = { kind: "mean", series: one, index, x, y };
  }
  return nearest;
}

function nearestMark(running: readonly RunningMark[], pointer: Pixel): RunningMark | null {
  let nearest: RunningMark | null = null;
  let least = RUNNING_REACH_PX;
  for (const mark of running) {
    const distance = Math.hypot(mark.x - pointer.x, mark.y - pointer.y);
    if (distance >= least) continue;
    least = distance;
    nearest = mark;
  }
  return nearest;
}

/** Index of the cycle nearest to `cycle` among those on the axis; null when the group has none there. */
export function nearestIndex(
  cycles: readonly number[],
  cycle: number,
  [from, to]: readonly [number, number],
): number | null {
  const after = indexAtOrAfter(cycles, cycle);
  const candidates = [after - 1, after].filter((index) => {
    const at = cycles[index];
    return at !== undefined && at >= from && at <= to;
  });
  const [first, second] = candidates;
  if (first === undefined) return null;
  if (second === undefined) return first;
  return cycle - (cycles[first] ?? 0) <= (cycles[second] ?? 0) - cycle ? first : second;
}

type GroupHoverText = { title: string; rows: { label: string; value: string }[] };

/** What the hover says: group, cycle, mean, ± std (and %), n; or cell, cycle and the value so far. */
export function hoverText(target: HoverTarget, metric: MetricDescription): GroupHoverText {
  if (target.kind === "running") {
    const { cell, cycle, value } = target.mark;
    return {
      title: cell,
      rows: [
        { label: "Cycle", value: `${cycle}, unfinished` },
        { label: "So far", value: withUnit(value, decimalsFor(value, metric.significantDigits), metric) },
      ],
    };
  }
  const { series, index } = target;
  const mean = series.mean[index] ?? 0;
  const decimals = decimalsFor(mean, metric.significantDigits);
  return {
    title: series.name,
    rows: [
      { label: "Cycle", value: String(series.cycle[index] ?? 0) },
      { label: "Mean", value: withUnit(mean, decimals, metric) },
      { label: "± std", value: spread(series.std[index] ?? null, mean, decimals, metric) },
      { label: "n", value: `${series.n[index] ?? 0} of ${series.cells}${series.thinned[index] ? ", thinned" : ""}` },
    ],
  };
}

function spread(std: number | null, mean: number, decimals: number, metric: MetricDescription): string {
  if (std === null) return "– (one cell)";
  const absolute = withUnit(std, decimals, metric);
  // A relative spread of percentages would read like a second percentage of the same thing.
  return mean === 0 || metric.unit === "%"
    ? absolute
    : `${absolute} (${formatFixed((100 * std) / Math.abs(mean), 1)} %)`;
}

const withUnit = (value: number, decimals: number, { unit }: MetricDescription) =>
  `${formatFixed(value, decimals)} ${unit}`;
