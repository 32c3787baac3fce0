import { floatAt } from "../samples/sample-columns";

/**
 * Which points of a curve to draw: evenly along its length, each axis in units of its range. Where the curve runs straight few are needed,
 * and the flat end of a constant-voltage part keeps its own.
 * @param points at least 2
 * @returns indexes, rising, the first and the last among them
 */
export function pointsByLength(x: Float64Array, y: Float64Array, points: number): Int32Array {
  const last = x.length - 1;
  if (x.length <= points) return Int32Array.from(x, (_, index) => index);
  const lengths = lengthsAlong(x, y);
  const step = floatAt(lengths, last) / (points - 1);
  const kept = [0];
  for (let index = 1; index < last && kept.length < points - 1; index++) {
    if (floatAt(lengths, index) >= kept.length * step) kept.push(index);
  }
  kept.push(last);
  return Int32Array.from(kept);
}

function lengthsAlong(x: Float64Array, y: Float64Array): Float64Array {
  const [rangeX, rangeY] = [rangeOf(x), rangeOf(y)];
  const lengths = new Float64Array(x.length);
  for (let index = 1; index < x.length; index++) {
    const stepX = (floatAt(x, index) - floatAt(x, index - 1)) / rangeX;
    const stepY = (floatAt(y, index) - floatAt(y, index - 1)) / rangeY;
    lengths[index] = floatAt(lengths, index - 1) + Math.sqrt(stepX * stepX + stepY * stepY);
  }
  return lengths;
}

/** 1 for a constant, whose steps are 0. */
function rangeOf(values: Float64Array): number {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let index = 0; index < values.length; index++) {
    least = Math.min(least, floatAt(values, index));
    most = Math.max(most, floatAt(values, index));
  }
  return most > least ? most - least : 1;
}
