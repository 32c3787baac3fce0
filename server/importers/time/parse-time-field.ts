import { type NumberStyle, parseNumber } from "../numbers/parse-number";
import type { Scale } from "../numbers/units";
import { parseElapsed, parseTwoParts } from "./parse-elapsed";

/** How the times of a column are written. */
export type TimeStyle = {
  scale: Scale;
  /** Some have two parts, `23:59`: minutes and seconds, or hours and minutes, as the scale says. */
  hasTwoParts: boolean;
};

/** A test or step time in s, as a number in its unit or with colons; NaN for anything else. */
export function parseTimeField(
  bytes: Uint8Array,
  from: number,
  to: number,
  style: NumberStyle,
  { scale, hasTwoParts }: TimeStyle,
): number {
  const number = parseNumber(bytes, from, to, style);
  if (!Number.isNaN(number)) return scaled(number, scale);
  const elapsedS = parseElapsed(bytes, from, to);
  return Number.isNaN(elapsedS) && hasTwoParts ? scaled(parseTwoParts(bytes, from, to), scale) : elapsedS;
}

// Not in the function above: that is called for each field, and a closure would be made for each.
const scaled = (value: number, { multiply, divide }: Scale) => (value * multiply) / divide;
