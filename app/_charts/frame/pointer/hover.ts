import type { HoverText } from "./hover-card";
import type { Pixel, Projection } from "../prepare-projection";

/** What the keys move over a chart: a point of one of its lines. */
export type KeyboardTarget<Target extends Pixel> = {
  label: string;
  at: (projection: Projection) => Target | null;
  /** Left and right are the page's, which steps from cycle to cycle. */
  onLine: (direction: 1 | -1) => void;
};

/** The hover of a chart: the point to snap to, its text, and what a click on it does. */
export type Hover<Target extends Pixel> = {
  find: (pointer: Pixel, projection: Projection) => Target | null;
  describe: (target: Target) => HoverText;
  choose: (target: Target) => void;
  /** The pointer came near a target, not only on its side of the chart; null: it left. */
  approach?: (target: Target | null) => void;
  /** Where on x a target stands; only what says so takes part in a shared crosshair. */
  placeOf?: (target: Target) => number;
  /** What is marked where another chart is pointed at: the value there, in this chart's unit; null for none. Without it, only a line is drawn. */
  markAt?: (place: number) => { value: number; colour: string } | null;
  /** What keys move; without it the chart is no stop of the tab key. */
  keys?: KeyboardTarget<Target>;
};
