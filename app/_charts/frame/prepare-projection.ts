import type { Domain } from "./prepare-axis";

/** The rectangle that the axes enclose, in pixels of the drawing. */
export type Plot = { x: number; y: number; width: number; height: number };

/** From data to pixels and back. */
export type Projection = { plot: Plot; cycles: Domain; values: Domain };

export function toX({ plot, cycles: [low, high] }: Projection, cycle: number): number {
  return plot.x + ((cycle - low) / (high - low)) * plot.width;
}

export function toY({ plot, values: [low, high] }: Projection, value: number): number {
  return plot.y + plot.height - ((value - low) / (high - low)) * plot.height;
}

/** The cycle number at a pixel: not yet a whole one. */
export function toCycle({ plot, cycles: [low, high] }: Projection, x: number): number {
  return low + ((x - plot.x) / plot.width) * (high - low);
}

/** The range that a drag over the chart chose, in whole cycles inside the axis; null when it is too short to be meant. */
export function draggedRange(
  projection: Projection,
  fromX: number,
  toPixel: number,
): { from: number; to: number } | null {
  const [left, right] = fromX < toPixel ? [fromX, toPixel] : [toPixel, fromX];
  if (right - left < 6) return null;
  const [low, high] = projection.cycles;
  const from = Math.max(Math.ceil(low), Math.round(toCycle(projection, left)));
  const to = Math.min(Math.floor(high), Math.round(toCycle(projection, right)));
  return to > from ? { from, to } : null;
}
