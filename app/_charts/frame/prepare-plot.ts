import type { Plot } from "./prepare-projection";

type Room = {
  /** How much larger text is than usual: it takes more room then. */
  scale: number;
  /** What is drawn between the axis of x and its numbers. */
  stripHeight: number;
  /** Whether there are numbers under the axis of x. */
  hasXText: boolean;
};

/** Space around everything, in pixels. */
const TOP_PX = 8;
const RIGHT_PX = 12;
/** For text of the usual size: titles of the axes, and their numbers. */
const TITLE_OF_X_PX = 24;
const TITLE_OF_Y_PX = 20;
const NUMBERS_OF_X_PX = 24;
const NUMBERS_OF_Y_PX = 52;
/** Under an axis without numbers. */
const BARE_AXIS_PX = 4;

/** The rectangle that the axes of a drawing enclose; null where they leave none. */
export function plotOf(size: { width: number; height: number }, { scale, stripHeight, hasXText }: Room): Plot | null {
  const x = (TITLE_OF_Y_PX + NUMBERS_OF_Y_PX) * scale;
  const below = stripHeight + (hasXText ? (TITLE_OF_X_PX + NUMBERS_OF_X_PX) * scale : BARE_AXIS_PX);
  const [width, height] = [size.width - x - RIGHT_PX, size.height - TOP_PX - below];
  return width > 0 && height > 0 ? { x, y: TOP_PX, width, height } : null;
}
