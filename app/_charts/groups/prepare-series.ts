import type { GroupSeries } from "@/server/domain/groups/groups-view";
import type { Domain } from "../frame/prepare-axis";

/** A group as it is drawn: in the unit shown, with its band. Columns of equal length, by cycle. */
export type PreparedSeries = {
  key: string;
  name: string;
  cells: number;
  cycle: readonly number[];
  mean: readonly number[];
  std: readonly (number | null)[];
  /** The band, mean − std and mean + std; null where one cell alone has no std. */
  low: readonly (number | null)[];
  high: readonly (number | null)[];
  n: readonly number[];
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

/** What the axis of values must hold: all bands within the range; null when there is nothing. */
export function valueExtent(series: readonly PreparedSeries[], range: CycleRange): Domain | null {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const one of series) {
    const [start, end] = indexesIn(one.cycle, range);
    for (let index = start; index < end; index += 1) {
      const mean = one.mean[index] ?? Number.NaN;
      low = Math.min(low, one.low[index] ?? mean);
      high = Math.max(high, one.high[index] ?? mean);
    }
  }
  return low <= high ? [low, high] : null;
}

/** First and last cycle of all groups, and of the unfinished ones. */
export function cycleExtent(
  series: readonly { cycle: readonly number[] }[],
  running: readonly { cycle: number }[],
): Domain | null {
  const first = series.flatMap(({ cycle }) => cycle.slice(0, 1));
  const last = series.flatMap(({ cycle }) => cycle.slice(-1));
  const unfinished = running.map(({ cycle }) => cycle);
  const low = Math.min(...first, ...unfinished);
  const high = Math.max(...last, ...unfinished);
  return low <= high ? [low, high] : null;
}

/**
 * The last cycle that at least half as many cells reached as the best-attended one: what a group is at now. Past it the few that run
 * ahead speak for all, and they are not alike.
 * @returns its index in [start, end); null when there is none
 */
export function latestSharedIndex(n: readonly number[], [start, end]: readonly [number, number]): number | null {
  let most = 0;
  for (let index = start; index < end; index += 1) most = Math.max(most, n[index] ?? 0);
  for (let index = end - 1; index >= start; index -= 1) {
    if ((n[index] ?? 0) * 2 >= most) return index;
  }
  return null;
}
