import type { GroupSeries } from "@/server/domain/groups/groups-view";
import { largestOf, thinnedOf } from "@/server/domain/groups/statistics";
import type { Domain } from "../frame/prepare-axis";

/** A group as it is drawn: in the unit shown, with its band. Columns of equal length, by cycle. */
export type PreparedSeries = {
  key: string;
  name: string;
  cells: number;
  cycle: readonly number[];
  mean: readonly number[];
  std: readonly (number | null)[];
  /** The band, at first mean − std and mean + std; null where there is none, as of one cell alone. See prepare-band.ts. */
  low: readonly (number | null)[];
  high: readonly (number | null)[];
  n: readonly number[];
  min: readonly number[];
  max: readonly number[];
  /** Cells are missing that shape the mean: drawn dashed, without a band, and no part of axes and rates. */
  thinned: readonly boolean[];
};

/** Cycles shown: null leaves an end open. */
export type CycleRange = { from: number | null; to: number | null };

export function prepareSeries(group: GroupSeries, scale: number): PreparedSeries {
  const mean = group.mean.map((value) => value * scale);
  const std = group.std.map((value) => (value === null ? null : value * scale));
  return {
    key: group.key,
    name: group.name,
    cells: group.cells,
    cycle: group.cycle,
    mean,
    std,
    low: mean.map((value, index) => lessOrNull(value, std[index] ?? null, -1)),
    high: mean.map((value, index) => lessOrNull(value, std[index] ?? null, 1)),
    n: group.n,
    min: group.min.map((value) => value * scale),
    max: group.max.map((value) => value * scale),
    thinned: group.thinned,
  };
}

const lessOrNull = (mean: number, std: number | null, sign: 1 | -1) => (std === null ? null : mean + sign * std);

const prepared = new WeakMap<GroupSeries, { scale: number; series: PreparedSeries }>();

/** As `prepareSeries`, remembered for as long as the group's object lives: a patch leaves unchanged groups as they are. */
export function preparedSeriesOf(group: GroupSeries, scale: number): PreparedSeries {
  const known = prepared.get(group);
  if (known?.scale === scale) return known.series;
  const series = prepareSeries(group, scale);
  prepared.set(group, { scale, series });
  return series;
}

/** Index of the first cycle that is not before `cycle`; the length when all are. */
export function indexAtOrAfter(cycles: readonly number[], cycle: number): number {
  let low = 0;
  let high = cycles.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((cycles[middle] ?? Number.POSITIVE_INFINITY) < cycle) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Where in the columns a range lies: [start, end). */
export function indexesIn(cycles: readonly number[], { from, to }: CycleRange): readonly [number, number] {
  const start = from === null ? 0 : indexAtOrAfter(cycles, from);
  const end = to === null ? cycles.length : indexAtOrAfter(cycles, to + 1);
  return [start, Math.max(start, end)];
}

/** Whether a range holds a cycle of any group, or one under way. */
export function isInRange(
  groups: readonly { series: Pick<PreparedSeries, "cycle"> }[],
  running: readonly { cycle: number }[],
  range: CycleRange,
): boolean {
  const { from, to } = { from: range.from ?? Number.NEGATIVE_INFINITY, to: range.to ?? Number.POSITIVE_INFINITY };
  const hasSome = groups.some(({ series: { cycle } }) => {
    const [start, end] = indexesIn(cycle, range);
    return end > start;
  });
  return hasSome || running.some(({ cycle }) => cycle >= from && cycle <= to);
}

/** Whether the few cells at a point are under half of the group's largest n: its tail, shown on demand. */
const isTail = (n: number, largestN: number) => 2 * n < largestN;

export function hasTail({ n }: PreparedSeries): boolean {
  const largestN = largestOf(n);
  return n.some((count) => isTail(count, largestN));
}

const drawn = new WeakMap<PreparedSeries, PreparedSeries>();

/** The series without its tail; remembered for as long as the series lives. */
export function withoutTail(series: PreparedSeries): PreparedSeries {
  const known = drawn.get(series);
  if (known) return known;
  const largestN = largestOf(series.n);
  const isKept = (_: unknown, index: number) => !isTail(series.n[index] ?? 0, largestN);
  const shorter: PreparedSeries = {
    ...series,
    cycle: series.cycle.filter(isKept),
    mean: series.mean.filter(isKept),
    std: series.std.filter(isKept),
    low: series.low.filter(isKept),
    high: series.high.filter(isKept),
    n: series.n.filter(isKept),
    min: series.min.filter(isKept),
    max: series.max.filter(isKept),
    thinned: series.thinned.filter(isKept),
  };
  const kept = shorter.cycle.length === series.cycle.length ? series : shorter;
  drawn.set(series, kept);
  return kept;
}

/** What the axis of values must hold: the bands within the range; the means alone where all of them are thinned; null when there is nothing. */
export function valueExtent(series: readonly PreparedSeries[], range: CycleRange): Domain | null {
  return (
    extentOf(series, range, (one, index) => one.thinned[index] !== true) ??
    extentOf(
      series.map((one) => ({ ...one, low: one.mean, high: one.mean })),
      range,
      () => true,
    )
  );
}

function extentOf(
  series: readonly PreparedSeries[],
  range: CycleRange,
  isMeasured: (one: PreparedSeries, index: number) => boolean,
): Domain | null {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const one of series) {
    const [start, end] = indexesIn(one.cycle, range);
    for (let index = start; index < end; index += 1) {
      if (!isMeasured(one, index)) continue;
      const mean = one.mean[index] ?? Number.NaN;
      low = Math.min(low, one.low[index] ?? mean);
      high = Math.max(high, one.high[index] ?? mean);
    }
  }
  return low <= high ? [low, high] : null;
}

/**
 * First and last cycle of what the axis must hold: lines up to where they thin out, and the cycle that is under way there. Cells that
 * ran further ahead are seen where there is room for them, and whole on demand.
 */
export function cycleExtent(
  series: readonly Pick<PreparedSeries, "cycle" | "thinned">[],
  running: readonly { cycle: number }[],
  isWhole = false,
): Domain | null {
  const measured = series.map(({ cycle, thinned }) => cycle.filter((_, index) => isWhole || thinned[index] !== true));
  const first = series.flatMap(({ cycle }) => cycle.slice(0, 1));
  const last = Math.max(...measured.flatMap((cycle) => cycle.slice(-1)));
  const limit = isWhole || last === Number.NEGATIVE_INFINITY ? Number.POSITIVE_INFINITY : last + 1;
  const unfinished = running.map(({ cycle }) => Math.min(cycle, limit));
  const low = Math.min(...first, ...unfinished);
  const high = Math.max(last, ...unfinished);
  return low <= high ? [low, high] : null;
}

/**
 * The last cycle that is not thinned: what a group is at now. Where all that is shown is thinned, the last one that nearly all of the
 * cells there share.
 * @returns its index in [start, end); null when there is none
 */
export function latestFullIndex(
  { n, thinned }: Pick<PreparedSeries, "n" | "thinned">,
  [start, end]: readonly [number, number],
): number | null {
  const isLast = (isFull: (index: number) => boolean) => {
    for (let index = end - 1; index >= start; index -= 1) if (isFull(index)) return index;
    return null;
  };
  const amongShown = thinnedOf(n.slice(start, end));
  return isLast((index) => thinned[index] !== true) ?? isLast((index) => amongShown[index - start] !== true);
}
