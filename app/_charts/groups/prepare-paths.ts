import type { Counts } from "./prepare-counts";
import { type CycleRange, indexesIn, type PreparedSeries } from "./prepare-series";
import { type Projection, toX, toY } from "../frame/prepare-projection";

/** Stretches [start, end) of neighbouring cycles, also cut where `isDrawn` says so: a gap stays a gap. */
export function stretches(
  cycles: readonly number[],
  [start, end]: readonly [number, number],
  isDrawn: (index: number) => boolean = () => true,
): (readonly [number, number])[] {
  const found: [number, number][] = [];
  for (let index = start; index < end; index += 1) {
    if (!isDrawn(index)) continue;
    const last = found.at(-1);
    const isNext = last !== undefined && last[1] === index && (cycles[index] ?? 0) - (cycles[index - 1] ?? 0) === 1;
    if (last && isNext) last[1] = index + 1;
    else found.push([index, index + 1]);
  }
  return found;
}

/**
 * The line of means as two SVG paths: solid, and dashed along points that are thinned. A cycle without neighbours becomes a dot (a line
 * of no length with round ends).
 */
export function meanPaths(series: PreparedSeries, projection: Projection): { solid: string; thinned: string } {
  const isThinned = (index: number) => series.thinned[index] === true;
  // With the point before and the one after them: a dashed stretch begins where the solid line ends.
  const isBeside = (index: number) => isThinned(index) || isNextToThinned(series, index);
  return {
    solid: linePath(series, projection, (index) => !isThinned(index)),
    thinned: linePath(series, projection, isBeside),
  };
}

function isNextToThinned({ cycle, thinned }: PreparedSeries, index: number): boolean {
  const at = cycle[index] ?? Number.NaN;
  return (
    (thinned[index - 1] === true && cycle[index - 1] === at - 1) ||
    (thinned[index + 1] === true && cycle[index + 1] === at + 1)
  );
}

function linePath(series: PreparedSeries, projection: Projection, isDrawn: (index: number) => boolean): string {
  return stretches(series.cycle, shownIndexes(series, projection), isDrawn)
    .map((stretch) => {
      const points = pointsOf(series.cycle, series.mean, stretch, projection);
      return points.length === 1 ? `M${points[0]}h0` : `M${points.join("L")}`;
    })
    .join("");
}

/** The band of mean ± std as an SVG path; nothing where one cell alone has no std, and where cells are missing that shape it. */
export function bandPath(series: PreparedSeries, projection: Projection): string {
  const hasBand = (index: number) =>
    series.low[index] !== null && series.high[index] !== null && series.thinned[index] !== true;
  return stretches(series.cycle, shownIndexes(series, projection), hasBand)
    .filter(([start, end]) => end - start > 1)
    .map((stretch) => {
      const above = pointsOf(series.cycle, series.high, stretch, projection);
      const below = pointsOf(series.cycle, series.low, stretch, projection).reverse();
      return `M${above.join("L")}L${below.join("L")}Z`;
    })
    .join("");
}

/** How many cells each mean rests on, as steps over a base line `height` pixels high where all cells are there. */
export function countPath(series: Counts, projection: Projection, baseY: number, height: number): string {
  const half = 0.5;
  return stretches(series.cycle, shownIndexes(series, projection))
    .map(([start, end]) => {
      const steps: string[] = [];
      for (let index = start; index < end; index += 1) {
        const cycle = series.cycle[index] ?? 0;
        const y = baseY - (height * (series.n[index] ?? 0)) / Math.max(1, series.cells);
        if (index > start && series.n[index] === series.n[index - 1]) continue;
        steps.push(`V${round(y)}`);
        const next = nextChange(series.n, index, end);
        const lastCycle = series.cycle[next - 1] ?? cycle;
        steps.push(`H${round(toX(projection, lastCycle + half))}`);
      }
      return `M${round(toX(projection, (series.cycle[start] ?? 0) - half))},${round(baseY)}${steps.join("")}V${round(baseY)}Z`;
    })
    .join("");
}

function nextChange(n: readonly number[], index: number, end: number): number {
  let next = index + 1;
  while (next < end && n[next] === n[index]) next += 1;
  return next;
}

/** What is on the axis, and a neighbour on each side so that lines run out of the picture rather than end before it. */
function shownIndexes(series: Pick<PreparedSeries, "cycle">, { x: [from, to] }: Projection): readonly [number, number] {
  const range: CycleRange = { from: Math.ceil(from), to: Math.floor(to) };
  const [start, end] = indexesIn(series.cycle, range);
  return [Math.max(0, start - 1), Math.min(series.cycle.length, end + 1)];
}

function pointsOf(
  cycles: readonly number[],
  values: readonly (number | null)[],
  [start, end]: readonly [number, number],
  projection: Projection,
): string[] {
  const points: string[] = [];
  for (let index = start; index < end; index += 1) {
    const value = values[index] ?? null;
    if (value === null) continue;
    points.push(`${round(toX(projection, cycles[index] ?? 0))},${round(toY(projection, value))}`);
  }
  return points;
}

/** A tenth of a pixel is finer than any screen. */
const round = (pixels: number) => Math.round(pixels * 10) / 10;
