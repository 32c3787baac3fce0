import type { ChartTable } from "../export/chart-picture";
import { fieldOf } from "../export/prepare-chart-table";
import type { Domain } from "../frame/prepare-axis";
import { type Pixel, type Projection, toX, toY } from "../frame/prepare-projection";

/** A measured point, in the units shown. */
export type Point = {
  key: string;
  x: number;
  y: number;
  /** What the hover says of it. */
  title: string;
  rows: readonly { label: string; value: string }[];
  /** Drawn as a ring and not as a dot. */
  isRing: boolean;
};

/** The least domain that holds all points; null without any. */
export function pointsExtent(points: readonly Point[]): { x: Domain; y: Domain } | null {
  if (points.length === 0) return null;
  const ends = (values: readonly number[]): Domain => [Math.min(...values), Math.max(...values)];
  return { x: ends(points.map(({ x }) => x)), y: ends(points.map(({ y }) => y)) };
}

/** What a pointer is on. */
export type PointTarget = Pixel & { point: Point };

/** The nearest point of those that are on the axes. */
export function nearestMeasured(points: readonly Point[], pointer: Pixel, projection: Projection): PointTarget | null {
  let nearest: PointTarget | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const point of pointsOn(points, projection)) {
    const [x, y] = [toX(projection, point.x), toY(projection, point.y)];
    const distance = Math.hypot(x - pointer.x, y - pointer.y);
    if (!(distance < least)) continue;
    least = distance;
    nearest = { point, x, y };
  }
  return nearest;
}

/** An axis that ends at a point ends beside it where its end was rounded. */
const ROUNDING = 1e-6;
const isWithin = (value: number, [low, high]: Domain) => {
  const tolerance = ROUNDING * (high - low);
  return value >= low - tolerance && value <= high + tolerance;
};

/** Those that lie on both axes. */
export const pointsOn = (points: readonly Point[], axes: { x: Domain; y: Domain }) =>
  points.filter(({ x, y }) => isWithin(x, axes.x) && isWithin(y, axes.y));

/** The points on the axes as a table. */
export function pointsTable(
  points: readonly Point[],
  { x, y, ...titles }: { x: Domain; y: Domain; xTitle: string; yTitle: string },
): ChartTable {
  return {
    columns: ["Point", titles.xTitle, titles.yTitle],
    rows: pointsOn(points, { x, y }).map((point) => [point.title, fieldOf(point.x), fieldOf(point.y)]),
    nameAt: null,
    xAt: 1,
    valuesAt: [2],
  };
}
