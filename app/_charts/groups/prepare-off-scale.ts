import type { Pixel, Projection } from "../frame/prepare-projection";
import { toX, toY } from "../frame/prepare-projection";
import { indexesIn, type PreparedSeries } from "./prepare-series";

/** The edge of the plot beyond which a value lies. */
export type Edge = "below" | "above";

/** Where a value is drawn: on the edge that it lies beyond, pointing the way; null edge: at its height. */
export function heightOf(value: number, projection: Projection): { y: number; edge: Edge | null } {
  const { plot, y: values } = projection;
  if (value < values[0]) return { y: plot.y + plot.height, edge: "below" };
  if (value > values[1]) return { y: plot.y, edge: "above" };
  return { y: toY(projection, value), edge: null };
}

/** A small triangle inside the plot, pointing to what lies beyond its edge. */
export const edgePath = ({ x, y }: Pixel, edge: Edge): string =>
  edge === "below" ? `M${x - 3.5},${y - 7}h7l-3.5,6Z` : `M${x - 3.5},${y + 7}h7l-3.5,-6Z`;

/** Neighbours share a mark: a row of them would be a bar. */
const LEAST_DISTANCE_PX = 16;

/** The marks of the points of a line that the axis of values does not reach, as one SVG path; "" where it reaches all. */
export function offScalePath(series: PreparedSeries, projection: Projection): string {
  const [from, to] = projection.x;
  const [start, end] = indexesIn(series.x, { from, to });
  const lastAt: Record<Edge, number> = { below: Number.NEGATIVE_INFINITY, above: Number.NEGATIVE_INFINITY };
  let path = "";
  for (let index = start; index < end; index += 1) {
    const value = series.line[index] ?? Number.NaN;
    const { y, edge } = heightOf(value, projection);
    const x = toX(projection, series.x[index] ?? 0);
    if (edge === null || x - lastAt[edge] < LEAST_DISTANCE_PX) continue;
    lastAt[edge] = x;
    path += edgePath({ x: Math.round(x * 10) / 10, y }, edge);
  }
  return path;
}
