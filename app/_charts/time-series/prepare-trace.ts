import type { Domain } from "../frame/prepare-axis";
import { linePath, roundPx } from "../frame/prepare-line";
import { type Projection, toX, toY } from "../frame/prepare-projection";
import type { TimeScale } from "./time-scale";

/** One quantity of a cell over time: columns of equal length, times rising; NaN where nothing was measured. */
export type Trace = { time: Float64Array; value: Float64Array };

export function prepareTrace(
  timesMs: readonly number[],
  values: readonly (number | null)[],
  { toUnit }: Pick<TimeScale, "toUnit">,
): Trace {
  return {
    time: Float64Array.from(timesMs, toUnit),
    value: Float64Array.from(timesMs, (_, index) => values[index] ?? Number.NaN),
  };
}

export const hasValues = ({ value }: Trace) => value.some((one) => Number.isFinite(one));

/** First and last time; null without one. */
export function timeExtent({ time }: Pick<Trace, "time">): Domain | null {
  const finite = time.filter((one) => Number.isFinite(one));
  const [first, last] = [finite[0], finite.at(-1)];
  return first === undefined || last === undefined ? null : [first, last];
}

/** Smallest and largest value inside a stretch of time; null without one. */
export function valueExtent({ time, value }: Trace, [from, to]: Domain): Domain | null {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let index = 0; index < value.length; index++) {
    const [at, one] = [time[index] ?? Number.NaN, value[index] ?? Number.NaN];
    if (!Number.isFinite(one) || !(at >= from && at <= to)) continue;
    low = Math.min(low, one);
    high = Math.max(high, one);
  }
  return low <= high ? [low, high] : null;
}

/** A pause this many times the usual distance between points is drawn as a gap. */
const GAP_INTERVALS = 20;

/** The longest distance between two points that a line joins. */
export function longestJoined({ time }: Pick<Trace, "time">): number {
  const steps = new Float64Array(Math.max(0, time.length - 1));
  for (let index = 1; index < time.length; index++) steps[index - 1] = (time[index] ?? 0) - (time[index - 1] ?? 0);
  const rising = steps.filter((step) => step > 0).sort();
  const median = rising[rising.length >> 1];
  return median === undefined ? Number.POSITIVE_INFINITY : median * GAP_INTERVALS;
}

/** What is drawn of a trace: a line through its points, or where they are too many for that the shade from lowest to highest. */
export type TracePaths = {
  line: string;
  shade: string;
  /** Each sample, where they are few enough to be told apart. */
  dots: (readonly [x: number, y: number])[];
};

/** More points than this on a pixel are told apart by nobody. */
const POINTS_PER_PX = 1;
const COLUMN_PX = 2;
const MAX_DOTS = 60;

/** What is on the axis, and a neighbour on each side so that lines run out of the picture rather than end before it. */
function inSight({ time, value }: Trace, [from, to]: Domain): Trace {
  let [start, end] = [0, time.length];
  while (start < end && (time[start + 1] ?? Number.POSITIVE_INFINITY) < from) start++;
  while (end > start && (time[end - 2] ?? Number.NEGATIVE_INFINITY) > to) end--;
  return { time: time.subarray(start, end), value: value.subarray(start, end) };
}

export function tracePaths(trace: Trace, projection: Projection): TracePaths {
  const joined = longestJoined(trace);
  const seen = inSight(trace, projection.x);
  const isJoined = (index: number) => (seen.time[index] ?? 0) - (seen.time[index - 1] ?? 0) <= joined;
  const isDense = seen.time.length > projection.plot.width * POINTS_PER_PX;
  if (!isDense) {
    const line = linePath({ x: seen.time, y: seen.value }, projection, isJoined);
    return { line, shade: "", dots: dotsOf(seen, projection) };
  }
  const columns = columnsOf(seen, projection);
  const joinedPx = Math.max(COLUMN_PX, (joined / (projection.x[1] - projection.x[0])) * projection.plot.width);
  return {
    line: "",
    dots: [],
    shade: stretchesOf(columns, joinedPx)
      .map((stretch) => shadePath(stretch, projection))
      .join(""),
  };
}

function dotsOf({ time, value }: Trace, projection: Projection): TracePaths["dots"] {
  const [from, to] = projection.x;
  const dots: (readonly [number, number])[] = [];
  for (let index = 0; index < value.length; index++) {
    const [at, one] = [time[index] ?? Number.NaN, value[index] ?? Number.NaN];
    if (!Number.isFinite(one) || !(at >= from && at <= to)) continue;
    const [x, y] = [roundPx(toX(projection, at)), roundPx(toY(projection, one))];
    if (!Number.isFinite(x) || !Number.isFinite(y)) continue; // so far beyond the axis that no number says it
    if (dots.length === MAX_DOTS) return [];
    dots.push([x, y]);
  }
  return dots;
}

type Column = { x: number; low: number; high: number };

/** Lowest and highest value of each two pixels. */
function columnsOf({ time, value }: Trace, projection: Projection): Column[] {
  const columns: Column[] = [];
  for (let index = 0; index < value.length; index++) {
    const [at, one] = [time[index] ?? Number.NaN, value[index] ?? Number.NaN];
    if (!Number.isFinite(at) || !Number.isFinite(one)) continue;
    const x = Math.floor(toX(projection, at) / COLUMN_PX) * COLUMN_PX;
    const last = columns.at(-1);
    if (last?.x !== x) columns.push({ x, low: one, high: one });
    else {
      last.low = Math.min(last.low, one);
      last.high = Math.max(last.high, one);
    }
  }
  return columns;
}

function stretchesOf(columns: readonly Column[], joinedPx: number): Column[][] {
  const stretches: Column[][] = [];
  for (const column of columns) {
    const open = stretches.at(-1);
    const last = open?.at(-1);
    if (open && last && column.x - last.x <= joinedPx) open.push(column);
    else stretches.push([column]);
  }
  return stretches;
}

/** Along the highest and back along the lowest; never thinner than can be seen, for its outline is drawn too. */
function shadePath(columns: readonly Column[], projection: Projection): string {
  const pointOf = (x: number, value: number) => `${x},${roundPx(toY(projection, value))}`;
  const above = columns.map(({ x, high }) => pointOf(x, high));
  const below = columns.map(({ x, low }) => pointOf(x, low)).reverse();
  return `M${[...above, ...below].join("L")}Z`;
}

/** Index of the measured point nearest in time, on the axis; null when there is none. */
export function nearestSample({ time, value }: Trace, at: number, [from, to]: Domain): number | null {
  let nearest: number | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (let index = 0; index < time.length; index++) {
    const one = time[index] ?? Number.NaN;
    const distance = Math.abs(one - at);
    if (!(distance < least) || one < from || one > to || !Number.isFinite(value[index] ?? Number.NaN)) continue;
    nearest = index;
    least = distance;
  }
  return nearest;
}
