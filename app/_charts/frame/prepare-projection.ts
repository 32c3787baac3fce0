import type { Domain } from "./prepare-axis";
import type { XAxis } from "./prepare-x-axis";

/** The rectangle that the axes enclose, in pixels of the drawing. */
export type Plot = { x: number; y: number; width: number; height: number };

/** From data to pixels and back. */
export type Projection = { plot: Plot; x: Domain; y: Domain };

export type Pixel = { x: number; y: number };

export function toX({ plot, x }: Projection, value: number): number {
  return plot.x + shareOf(x, value) * plot.width;
}

export function toY({ plot, y }: Projection, value: number): number {
  return plot.y + plot.height - shareOf(y, value) * plot.height;
}

/** The value of x at a pixel, not yet snapped to one that is drawn. */
export function xAt({ plot, x: [low, high] }: Projection, pixelX: number): number {
  return low + ((pixelX - plot.x) / plot.width) * (high - low);
}

/** How far along a domain a value lies, 0..1 inside; its middle where the domain has no width. */
function shareOf([low, high]: Domain, value: number): number {
  return high > low ? (value - low) / (high - low) : 0.5;
}

/** A shorter drag is a click that trembled. */
const LEAST_DRAG_PX = 6;

export type DraggedRange = { from: number; to: number };

/** The range that a drag over the chart chose, between values the axis snaps to; null when it is too short to be meant. */
export function draggedRange(
  projection: Projection,
  axis: Pick<XAxis, "snap">,
  fromPixel: number,
  toPixel: number,
): DraggedRange | null {
  const [left, right] = fromPixel < toPixel ? [fromPixel, toPixel] : [toPixel, fromPixel];
  if (right - left < LEAST_DRAG_PX) return null;
  const from = axis.snap(xAt(projection, left), projection.x);
  const to = axis.snap(xAt(projection, right), projection.x);
  return to > from ? { from, to } : null;
}
