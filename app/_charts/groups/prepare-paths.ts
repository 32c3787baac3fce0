import type { Counts } from "./prepare-counts";
import { type CycleRange, indexesIn, type PreparedSeries } from "./prepare-series";
import { simplified } from "./prepare-simplified";
import { type Pixel, type Projection, roundPx, toPixel, toX } from "../frame/prepare-projection";

/** A gap between two points is wider than this many usual steps. */
const GAP_STEPS = 1.5;

/** Stretches [start, end) of neighbouring points, also cut where `isDrawn` says so: a gap stays a gap. */
export function stretches(
  { x, step }: Pick<PreparedSeries, "x" | "step">,
  [start, end]: readonly [number, number],
  isDrawn: (index: number) => boolean = () => true,
): (readonly [number, number])[] {
  const found: [number, number][] = [];
  for (let index = start; index < end; index += 1) {
    if (!isDrawn(index)) continue;
    const last = found.at(-1);
    const isNext = last !== undefined && last[1] === index && (x[index] ?? 0) - (x[index - 1] ?? 0) < GAP_STEPS * step;
    if (last && isNext) last[1] = index + 1;
    else found.push([index, index + 1]);
  }
  return found;
}

/**
 * The line of a group as two SVG paths: solid, and dashed along points that are thinned. A cycle without neighbours becomes a dot (a line
 * of no length with round ends).
 */
export function meanPaths(series: PreparedSeries, projection: Projection): { solid: string; thinned: string } {
  const isThinned = (index: number) => series.thinned[index] === true;
  const hasValue = (index: number) => Number.isFinite(series.line[index]);
  // With the point before and the one after them: a dashed stretch begins where the solid line ends.
  const isBeside = (index: number) => isThinned(index) || isNextToThinned(series, index);
  return {
    solid: linePath(series, projection, (index) => hasValue(index) && !isThinned(index)),
    thinned: linePath(series, projection, (index) => hasValue(index) && isBeside(index)),
  };
}

function isNextToThinned({ x, step, thinned }: PreparedSeries, index: number): boolean {
  const isNear = (other: number) => Math.abs((x[other] ?? Number.NaN) - (x[index] ?? 0)) < GAP_STEPS * step;
  return (thinned[index - 1] === true && isNear(index - 1)) || (thinned[index + 1] === true && isNear(index + 1));
}

function linePath(series: PreparedSeries, projection: Projection, isDrawn: (index: number) => boolean): string {
  return stretches(series, shownIndexes(series, projection), isDrawn)
    .map((stretch) => {
      const points = pathPoints(series.x, series.line, stretch, projection);
      return points.length === 1 ? `M${points[0]}h0` : `M${points.join("L")}`;
    })
    .join("");
}

/** The band of mean ± std as an SVG path; nothing where one cell alone has no std, and where cells are missing that shape it. */
export function bandPath(series: PreparedSeries, projection: Projection): string {
  const hasBand = (index: number) =>
    isNumber(series.low[index]) && isNumber(series.high[index]) && series.thinned[index] !== true;
  return stretches(series, shownIndexes(series, projection), hasBand)
    .filter(([start, end]) => end - start > 1)
    .map((stretch) => {
      const above = pathPoints(series.x, series.high, stretch, projection);
      const below = pathPoints(series.x, series.low, stretch, projection).reverse();
      return `M${above.join("L")}L${below.join("L")}Z`;
    })
    .join("");
}

const LEAST_BAR_DISTANCE_PX = 9;
const CAP_PX = 3;

/** The spread as bars with caps, at points that lie far enough from each other. */
export function barsPath(series: PreparedSeries, projection: Projection): string {
  const [start, end] = shownIndexes(series, projection);
  let path = "";
  let lastX = Number.NEGATIVE_INFINITY;
  for (let index = start; index < end; index += 1) {
    const [low, high] = [series.low[index], series.high[index]];
    if (!isNumber(low) || !isNumber(high) || series.thinned[index] === true) continue;
    const { x, y: top } = toPixel(projection, series.x[index] ?? 0, high);
    const { y: bottom } = toPixel(projection, series.x[index] ?? 0, low);
    if (x - lastX < LEAST_BAR_DISTANCE_PX) continue;
    lastX = x;
    path += `M${x - CAP_PX},${top}h${2 * CAP_PX}M${x},${top}V${bottom}M${x - CAP_PX},${bottom}h${2 * CAP_PX}`;
  }
  return path;
}

const isNumber = (value: number | null | undefined): value is number =>
  typeof value === "number" && Number.isFinite(value);

/** How many cells each mean rests on, as steps over a base line `height` pixels high where all cells are there. */
export function countPath(series: Counts, projection: Projection, baseY: number, height: number): string {
  const half = series.step / 2;
  return stretches(series, shownIndexes(series, projection))
    .map(([start, end]) => {
      const steps: string[] = [];
      for (let index = start; index < end; index += 1) {
        const x = series.x[index] ?? 0;
        const y = baseY - (height * (series.n[index] ?? 0)) / Math.max(1, series.cells);
        if (index > start && series.n[index] === series.n[index - 1]) continue;
        steps.push(`V${roundPx(y)}`);
        const next = nextChange(series.n, index, end);
        steps.push(`H${roundPx(toX(projection, (series.x[next - 1] ?? x) + half))}`);
      }
      return `M${roundPx(toX(projection, (series.x[start] ?? 0) - half))},${roundPx(baseY)}${steps.join("")}V${roundPx(baseY)}Z`;
    })
    .join("");
}

function nextChange(n: readonly number[], index: number, end: number): number {
  let next = index + 1;
  while (next < end && n[next] === n[index]) next += 1;
  return next;
}

/** What is on the axis, and a neighbour on each side so that lines run out of the picture rather than end before it. */
function shownIndexes({ x }: Pick<PreparedSeries, "x">, { x: [from, to] }: Projection): readonly [number, number] {
  const range: CycleRange = { from, to };
  const [start, end] = indexesIn(x, range);
  return [Math.max(0, start - 1), Math.min(x.length, end + 1)];
}

/** The points of a path, without those that nobody would miss. */
function pathPoints(
  x: readonly number[],
  values: readonly (number | null)[],
  [start, end]: readonly [number, number],
  projection: Projection,
): string[] {
  const points: Pixel[] = [];
  for (let index = start; index < end; index += 1) {
    const value = values[index] ?? null;
    if (value === null) continue;
    points.push(toPixel(projection, x[index] ?? 0, value));
  }
  return simplified(points).map((point) => `${point.x},${point.y}`);
}
