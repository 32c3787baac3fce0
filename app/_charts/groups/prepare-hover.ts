import type { MetricDescription } from "@/server/domain/cycles/metrics";
import { decimalsFor, formatFixed, withUnit } from "../frame/prepare-numbers";
import { boundRows, decimalsOf } from "../frame/prepare-uncertainty";
import { type Pixel, type Projection, toX, toY, xAt } from "../frame/prepare-projection";
import type { RunningMark } from "./running/prepare-running";
import { GROUP_AXES, type GroupAxis } from "./prepare-group-axes";
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
  const pointed = xAt(projection, pointer.x);
  let nearest: HoverTarget | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const one of series) {
    const index = nearestIndex(one.x, pointed, projection.x);
    if (index === null) continue;
    const x = toX(projection, one.x[index] ?? 0);
    // What is off the scale is found at the edge, where its mark is.
    const y = clampToPlot(projection, toY(projection, one.line[index] ?? 0));
    const distance = Math.hypot(x - pointer.x, y - pointer.y);
    if (!(distance < least)) continue;
    least = distance;
    nearest = { kind: "mean", series: one, index, x, y };
  }
  return nearest;
}

/** The point of a line at a cycle, or the next behind it; null where it is not on the axis. */
export function targetAt(
  series: PreparedSeries | undefined,
  cycle: number,
  projection: Projection,
): Extract<HoverTarget, { kind: "mean" }> | null {
  const index = series ? indexAtOrAfter(series.cycle, cycle) : 0;
  const place = series?.x[index];
  if (!series || place === undefined || place < projection.x[0] || place > projection.x[1]) return null;
  const y = clampToPlot(projection, toY(projection, series.line[index] ?? Number.NaN));
  return Number.isNaN(y) ? null : { kind: "mean", series, index, x: toX(projection, place), y };
}

const clampToPlot = ({ plot }: Projection, y: number) => Math.max(plot.y, Math.min(plot.y + plot.height, y));

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

/** Index of the point nearest to a place among those on the axis; null when the group has none there. */
export function nearestIndex(
  x: readonly number[],
  place: number,
  [from, to]: readonly [number, number],
): number | null {
  const after = indexAtOrAfter(x, place);
  const candidates = [after - 1, after].filter((index) => {
    const at = x[index];
    return at !== undefined && at >= from && at <= to;
  });
  const [first, second] = candidates;
  if (first === undefined) return null;
  if (second === undefined) return first;
  return place - (x[first] ?? 0) <= (x[second] ?? 0) - place ? first : second;
}

type GroupHoverText = { title: string; rows: { label: string; value: string }[] };

/** What the hover says: group, cycle, mean, ± std (and %), n; or cell, cycle and the value so far. */
export function hoverText(
  target: HoverTarget,
  metric: MetricDescription,
  axis: GroupAxis = GROUP_AXES.cycle,
): GroupHoverText {
  if (target.kind === "running") {
    const { cell, cycle, value } = target.mark;
    return {
      title: cell,
      rows: [
        { label: "Cycle", value: `${cycle}, unfinished` },
        {
          label: "So far",
          value: withUnit(formatFixed(value, decimalsFor(value, metric.significantDigits)), metric.unit),
        },
      ],
    };
  }
  const { series, index } = target;
  const mean = series.mean[index] ?? 0;
  const uncertainty = series.uncertainty?.[index] ?? null;
  const decimals = decimalsOf(mean, uncertainty, metric);
  const isMedian = series.line === series.median && series.line !== series.mean;
  const quartiles = [series.q1[index], series.median[index], series.q3[index]].map((value) =>
    formatFixed(value ?? null, decimals),
  );
  return {
    title: series.name,
    rows: [
      { label: axis.hoverLabel, value: axis.textOf(series.x[index] ?? 0) },
      ...(isMedian
        ? [
            { label: "Median", value: withUnit(`${quartiles[1]}`, metric.unit) },
            { label: "Quartiles", value: withUnit(`${quartiles[0]} … ${quartiles[2]}`, metric.unit) },
          ]
        : []),
      { label: "Mean", value: withUnit(formatFixed(mean, decimals), metric.unit) },
      { label: "± std", value: spread(series.std[index] ?? null, mean, decimals, metric) },
      ...boundRows(mean, uncertainty, metric),
      { label: "n", value: `${series.n[index] ?? 0} of ${series.cells}${series.thinned[index] ? ", thinned" : ""}` },
    ],
  };
}

function spread(std: number | null, mean: number, decimals: number, metric: MetricDescription): string {
  if (std === null) return "– (one cell)";
  const absolute = withUnit(formatFixed(std, decimals), metric.unit);
  // A relative spread of percentages would read like a second percentage of the same thing.
  return mean === 0 || metric.unit === "%"
    ? absolute
    : `${absolute} (${formatFixed((100 * std) / Math.abs(mean), 1)} %)`;
}
