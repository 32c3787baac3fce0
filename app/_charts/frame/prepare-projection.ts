import type { Domain } from "./prepare-axis";
import { snapToThousandth, type XAxis } from "./prepare-x-axis";

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

/** The transform of a drawing that leads from where one projection puts things to where another one of the same plot does. */
export function movedTo(drawn: Projection, shown: Projection): string {
  const ratio = (from: Domain, to: Domain) => (to[1] > to[0] ? (from[1] - from[0]) / (to[1] - to[0]) : 1);
  const [x, y] = [ratio(drawn.x, shown.x), ratio(drawn.y, shown.y)];
  const dx = toX(shown, drawn.x[0]) - x * toX(drawn, drawn.x[0]);
  const dy = toY(shown, drawn.y[0]) - y * toY(drawn, drawn.y[0]);
  return `matrix(${x} 0 0 ${y} ${dx} ${dy})`;
}

/** Where a point is drawn. Far off the picture is off the picture: no number of a path is longer than it must be. */
export function toPixel(projection: Projection, x: number, value: number): Pixel {
  return { x: roundPx(toX(projection, x)), y: roundPx(withinReach(toY(projection, value))) };
}

const FAR_PX = 1e5;
const withinReach = (pixels: number) => Math.max(-FAR_PX, Math.min(FAR_PX, pixels));

/** A tenth of a pixel is finer than any screen. */
export const roundPx = (pixels: number) => Math.round(pixels * 10) / 10;

/** The value of x at a pixel, not yet snapped to one that is drawn. */
export function xAt({ plot, x: [low, high] }: Projection, pixelX: number): number {
  return low + ((pixelX - plot.x) / plot.width) * (high - low);
}

/** The value at a height. */
export function valueAt({ plot, y: [low, high] }: Projection, pixelY: number): number {
  return low + ((plot.y + plot.height - pixelY) / plot.height) * (high - low);
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

/** What a drag chose: cycles where it went along, values where it went up or down. Null when it is too short to be meant. */
export type Zoom = {
  axis: "x" | "y" /** It goes on from the zoom before, by the same wheel at the same place. */;
  isContinued?: boolean;
} & DraggedRange;

/** A turn of the wheel makes what is shown so much narrower, or wider. */
const WHEEL_FACTORS = { in: 0.8, out: 1.25 };

/** What a turn of the wheel chooses: what lies around the pointer, along x or of the values. Null where it cannot get narrower. */
export function wheelZoom(
  projection: Projection,
  axis: Pick<XAxis, "snap" | "leastSpan">,
  { at, along, isInwards }: { at: Pixel; along: Zoom["axis"]; isInwards: boolean },
): Zoom | null {
  const centre = along === "x" ? xAt(projection, at.x) : valueAt(projection, at.y);
  const [low, high] = projection[along];
  const factor = WHEEL_FACTORS[isInwards ? "in" : "out"];
  const wanted: Domain = [centre - (centre - low) * factor, centre + (high - centre) * factor];
  const snap = along === "x" ? axis.snap : snapToThousandth;
  const [from, to] = [snap(wanted[0], wanted), snap(wanted[1], wanted)];
  const isTooNarrow = !(to > from) || (along === "x" && to - from < axis.leastSpan);
  return isTooNarrow || (from === low && to === high) ? null : { axis: along, from, to };
}

export function draggedZoom(projection: Projection, axis: Pick<XAxis, "snap">, from: Pixel, to: Pixel): Zoom | null {
  if (Math.abs(to.x - from.x) >= Math.abs(to.y - from.y)) {
    const range = draggedRange(projection, axis, from.x, to.x);
    return range && { axis: "x", ...range };
  }
  const range = draggedValues(projection, from.y, to.y);
  return range && { axis: "y", ...range };
}

/** To a thousandth of the axis. */
function draggedValues(projection: Projection, fromPixel: number, toPixel: number): DraggedRange | null {
  if (Math.abs(toPixel - fromPixel) < LEAST_DRAG_PX) return null;
  const snap = (pixel: number) => snapToThousandth(valueAt(projection, pixel), projection.y);
  const [from, to] = [snap(Math.max(fromPixel, toPixel)), snap(Math.min(fromPixel, toPixel))];
  return to > from ? { from, to } : null;
}
