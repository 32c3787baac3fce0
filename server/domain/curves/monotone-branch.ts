import { floatAt } from "../samples/sample-columns";

/** A curve whose x only grows: columns of equal length. */
export type Branch = { x: Float64Array; y: Float64Array };

/**
 * The part of V–Q on which the voltage moves one way: of a charge the samples whose voltage is higher than any before, of a discharge lower.
 * What lies off it, an overshoot at the start of a step say, would give a slope of the wrong sign.
 * @returns the branch with the voltage times `sign` as x, so that it grows; how many samples lie off it
 */
export function monotoneBranch(
  voltageV: Float64Array,
  capacityAh: Float64Array,
  sign: 1 | -1,
): { branch: Branch; offBranch: number } {
  const x = new Float64Array(voltageV.length);
  const y = new Float64Array(voltageV.length);
  let length = 0;
  let highest = Number.NEGATIVE_INFINITY;
  for (let index = 0; index < voltageV.length; index++) {
    const directed = sign * floatAt(voltageV, index);
    if (directed <= highest) continue;
    highest = directed;
    x[length] = directed;
    y[length++] = floatAt(capacityAh, index);
  }
  return { branch: { x: x.subarray(0, length), y: y.subarray(0, length) }, offBranch: voltageV.length - length };
}

/** The same of capacity as x: samples at which none moved are left out, the first of each place kept. */
export function growingCapacity(capacityAh: Float64Array, voltageV: Float64Array): Branch {
  return monotoneBranch(capacityAh, voltageV, 1).branch;
}

/** y at rising places inside a branch, linear between its points; beyond its ends that of the end. */
export function interpolated({ x, y }: Branch, places: Float64Array): Float64Array {
  const values = new Float64Array(places.length);
  let next = 1;
  for (let index = 0; index < places.length; index++) {
    const at = floatAt(places, index);
    while (next < x.length - 1 && floatAt(x, next) < at) next += 1;
    values[index] = valueBetween({ x, y }, next, at);
  }
  return values;
}

function valueBetween({ x, y }: Branch, next: number, at: number): number {
  if (x.length < 2) return floatAt(y, 0);
  const [fromX, toX] = [floatAt(x, next - 1), floatAt(x, next)];
  const [fromY, toY] = [floatAt(y, next - 1), floatAt(y, next)];
  const share = Math.min(1, Math.max(0, (at - fromX) / (toX - fromX)));
  return fromY + share * (toY - fromY);
}

/** A multiple that rounding put just outside is inside. */
const ROUNDING = 1e-9;

/** The multiples of a step between two values, both included, rising; `count` tells without making them. */
export function multiplesBetween(
  from: number,
  to: number,
  step: number,
): { count: number; places: () => Float64Array } {
  const first = Math.ceil(from / step - ROUNDING);
  const count = Math.max(0, Math.floor(to / step + ROUNDING) - first + 1);
  return { count, places: () => Float64Array.from({ length: count }, (_, index) => (first + index) * step) };
}
