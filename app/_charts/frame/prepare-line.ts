import { type Projection, toX, toY } from "./prepare-projection";

/** A tenth of a pixel is finer than any screen. */
export const roundPx = (pixels: number) => Math.round(pixels * 10) / 10;

/** Beyond the plot by this much a line is as good as gone; numbers of any size stay drawable. */
const FAR_PX = 10_000;
const near = (pixels: number) => roundPx(Math.max(-FAR_PX, Math.min(FAR_PX, pixels)));

type Columns = { x: ArrayLike<number>; y: ArrayLike<number> };

/**
 * Points as an SVG path, in their order. What is not finite is a gap, and so is what `isJoined` says of a point and the one before it. A
 * point without neighbours becomes a dot: a line of no length with round ends.
 */
export function linePath(
  { x, y }: Columns,
  projection: Projection,
  isJoined: (index: number) => boolean = () => true,
): string {
  const parts: string[] = [];
  let open = 0;
  const close = () => {
    if (open === 1) parts.push("h0");
    open = 0;
  };
  for (let index = 0; index < x.length; index++) {
    const [atX, atY] = [x[index] ?? Number.NaN, y[index] ?? Number.NaN];
    if (!Number.isFinite(atX) || !Number.isFinite(atY)) {
      close();
      continue;
    }
    if (open > 0 && !isJoined(index)) close();
    parts.push(`${open === 0 ? "M" : "L"}${near(toX(projection, atX))},${near(toY(projection, atY))}`);
    open += 1;
  }
  close();
  return parts.join("");
}
