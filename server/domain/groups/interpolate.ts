import { floatAt } from "../samples/sample-columns";

/** The index of the first value that is not below; the length where all are. */
export function firstNotBelow(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (floatAt(sorted, middle) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** NaN where the curve has no point on one of the sides. @param after of `firstNotBelow` */
export function interpolated(x: Float64Array, y: Float64Array, after: number, place: number): number {
  if (after === x.length) return Number.NaN;
  const right = floatAt(x, after);
  if (right === place) return floatAt(y, after);
  if (after === 0) return Number.NaN;
  const left = floatAt(x, after - 1);
  const share = (place - left) / (right - left);
  return (1 - share) * floatAt(y, after - 1) + share * floatAt(y, after);
}
