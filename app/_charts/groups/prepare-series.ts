import type { GroupSeries } from "@/server/domain/groups/groups-view";
import { largestOf, thinnedOf } from "@/server/domain/groups/statistics";
import type { Domain } from "../frame/prepare-axis";

/** A group as it is drawn: in the unit shown, with its band. Columns of equal length, by x. */
export type PreparedSeries = {
  key: string;
  name: string;
  cells: number;
  leftOut?: GroupSeries["leftOut"];
  /** Where the points stand: the cycle numbers themselves, or places on another axis. */
  x: readonly number[];
  /** The usual distance between two of them. */
  step: number;
  cycle: readonly number[];
  /** What is drawn, at first the mean; the median on demand. See prepare-band.ts. */
  line: readonly number[];
  mean: readonly number[];
  std: readonly (number | null)[];
  median: readonly number[];
  q1: readonly number[];
  q3: readonly number[];
  /** The band, at first mean − std and mean + std; null where there is none, as of one cell alone. */
  low: readonly (number | null)[];
  high: readonly (number | null)[];
  /** By how much the mean may be off at most, where that is known; null for a metric that has no such bound. */
  uncertainty: readonly (number | null)[] | null;
  n: readonly number[];
  min: readonly number[];
  max: readonly number[];
  /** Cells are missing that shape the mean: drawn dashed, without a band, and no part of axes and rates. */
  thinned: readonly boolean[];
  /** Over how many points line and band are smoothed, if they are. */
  smoothedOver?: number;
};

/** The part of x that is shown: null leaves an end open. */
export type CycleRange = { from: number | null; to: number | null };

export function prepareSeries(group: GroupSeries & { x?: readonly number[] }, scale: number): PreparedSeries {
  const scaled = (values: readonly number[]) => values.map((value) => value * scale);
  const mean = scaled(group.mean);
  const std = group.std.map((value) => (value === null ? null : value * scale));
  return {
    key: group.key,
    name: group.name,
    cells: group.cells,
    ...(group.leftOut ? { leftOut: group.leftOut } : {}),
    x: group.x ?? group.cycle,
    step: group.x ? stepOf(group.x) : 1,
    cycle: group.cycle,
    line: mean,
    mean,
    std,
    median: scaled(group.median),
    q1: scaled(group.q1),
    q3: scaled(group.q3),
    low: mean.map((value, index) => lessOrNull(value, std[index] ?? null, -1)),
    high: mean.map((value, index) => lessOrNull(value, std[index] ?? null, 1)),
    uncertainty: group.uncertainty?.map((value) => (value === null ? null : value * scale)) ?? null,
    n: group.n,
    min: scaled(group.min),
    max: scaled(group.max),
    thinned: group.thinned,
  };
}

/** The least distance between neighbours: places without a value are left out. */
function stepOf(x: readonly number[]): number {
  let least = Number.POSITIVE_INFINITY;
  for (let index = 1; index < x.length; index += 1) least = Math.min(least, (x[index] ?? 0) - (x[index - 1] ?? 0));
  return Number.isFinite(least) && least > 0 ? least : 1;
}

const lessOrNull = (mean: number, std: number | null, sign: 1 | -1) => (std === null ? null : mean + sign * std);

const prepared = new WeakMap<GroupSeries, { scale: number; series: PreparedSeries }>();

/** As `prepareSeries`, remembered for as long as the group's object lives: a patch leaves unchanged groups as they are. */
export function preparedSeriesOf(group: GroupSeries & { x?: readonly number[] }, scale: number): PreparedSeries {
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

/** By how much a group's mean may be off at most at a place, or at the next one behind it; null where that is not known. */
export const boundAt = ({ x, uncertainty }: Pick<PreparedSeries, "x" | "uncertainty">, place: number): number | null =>
  uncertainty?.[indexAtOrAfter(x, place)] ?? null;

/** Where in the columns a range lies: [start, end). */
export function indexesIn(x: readonly number[], { from, to }: CycleRange): readonly [number, number] {
  const start = from === null ? 0 : indexAtOrAfter(x, from);
  let end = to === null ? x.length : indexAtOrAfter(x, to);
  if (to !== null && x[end] === to) end += 1;
  return [start, Math.max(start, end)];
}

/** Whether a range holds a cycle of any group, or one under way. */
export function isInRange(
  groups: readonly { series: Pick<PreparedSeries, "x"> }[],
  running: readonly { cycle: number }[],
  range: CycleRange,
): boolean {
  const { from, to } = { from: range.from ?? Number.NEGATIVE_INFINITY, to: range.to ?? Number.POSITIVE_INFINITY };
  const hasSome = groups.some(({ series: { x } }) => {
    const [start, end] = indexesIn(x, range);
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
  const kept = pointsOf(series, (index) => !isTail(series.n[index] ?? 0, largestN));
  drawn.set(series, kept);
  return kept;
}

/** The series with some of its points only; itself where that is all of them. */
export function pointsOf(series: PreparedSeries, isKept: (index: number) => boolean): PreparedSeries {
  if (series.cycle.every((_, index) => isKept(index))) return series;
  const some = <Value>(values: readonly Value[]) => values.filter((_, index) => isKept(index));
  return {
    ...series,
    x: some(series.x),
    cycle: some(series.cycle),
    line: some(series.line),
    mean: some(series.mean),
    std: some(series.std),
    median: some(series.median),
    q1: some(series.q1),
    q3: some(series.q3),
    low: some(series.low),
    high: some(series.high),
    uncertainty: series.uncertainty && some(series.uncertainty),
    n: some(series.n),
    min: some(series.min),
    max: some(series.max),
    thinned: some(series.thinned),
  };
}

/** What the axis of values must hold: the bands within the range; the lines alone where all of them are thinned; null when there is nothing. */
export function valueExtent(series: readonly PreparedSeries[], range: CycleRange): Domain | null {
  return (
    extentOf(series, range, (one, index) => one.thinned[index] !== true) ??
    extentOf(
      series.map((one) => ({ ...one, low: one.line, high: one.line })),
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
    const [start, end] = indexesIn(one.x, range);
    for (let index = start; index < end; index += 1) {
      const middle = one.line[index] ?? Number.NaN;
      if (!isMeasured(one, index) || !Number.isFinite(middle)) continue;
      // A median may lie outside of mean ± std.
      low = Math.min(low, middle, finiteOr(one.low[index], middle));
      high = Math.max(high, middle, finiteOr(one.high[index], middle));
    }
  }
  return low <= high ? [low, high] : null;
}

const finiteOr = (value: number | null | undefined, other: number) =>
  value !== null && value !== undefined && Number.isFinite(value) ? value : other;

/**
 * First and last cycle of what the axis must hold: lines up to where they thin out, and the cycle that is under way there. Cells that
 * ran further ahead are seen where there is room for them, and whole on demand.
 */
export function cycleExtent(
  series: readonly Pick<PreparedSeries, "x" | "thinned">[],
  running: readonly { cycle: number }[],
  isWhole = false,
): Domain | null {
  const measured = series.map(({ x, thinned }) => x.filter((_, index) => isWhole || thinned[index] !== true));
  const first = series.flatMap(({ x }) => x.slice(0, 1));
  const last = Math.max(...measured.flatMap((x) => x.slice(-1)));
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
