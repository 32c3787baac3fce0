import { sgg } from "ml-savitzky-golay-generalized";
import { floatAt } from "../samples/sample-columns";

/** How a derivative over an even grid is smoothed. */
export type Smoothing =
  /** A polynomial through each window of places, at the edges that of the first and last whole window. */
  | { method: "savgol"; window: number; order: number }
  /** Differences to both neighbours, averaged with weights that fall with the distance; `sigma` in units of x. */
  | { method: "gaussian"; sigma: number }
  /** Differences to both neighbours. */
  | { method: "none" };

/** So many places a smoothing needs. */
export const placesNeeded = (smoothing: Smoothing): number => (smoothing.method === "savgol" ? smoothing.window : 3);

/**
 * The derivative of values at even places.
 * @param values at least `placesNeeded`
 * @param step between places
 */
export function derivative(values: Float64Array, step: number, smoothing: Smoothing): Float64Array {
  if (smoothing.method === "savgol") {
    return sgg(values, step, { windowSize: smoothing.window, polynomial: smoothing.order, derivative: 1 });
  }
  const differences = slopes(values, step);
  return smoothing.method === "none" ? differences : averaged(differences, smoothing.sigma / step);
}

/** Differences to both neighbours, at the ends to one. */
function slopes(values: Float64Array, step: number): Float64Array {
  const last = values.length - 1;
  return values.map((_, index) => {
    const [from, to] = [Math.max(0, index - 1), Math.min(last, index + 1)];
    return (floatAt(values, to) - floatAt(values, from)) / ((to - from) * step);
  });
}

/** Beyond so many standard deviations a weight is next to nothing. */
const REACH = 4;

/** @param sigma in places */
function averaged(values: Float64Array, sigma: number): Float64Array {
  const reach = Math.ceil(REACH * sigma);
  const weights = Float64Array.from({ length: reach + 1 }, (_, distance) => Math.exp(-0.5 * (distance / sigma) ** 2));
  return values.map((_, index) => {
    let [sum, weight] = [0, 0];
    for (let at = Math.max(0, index - reach); at <= Math.min(values.length - 1, index + reach); at++) {
      const own = floatAt(weights, Math.abs(at - index));
      sum += own * floatAt(values, at);
      weight += own;
    }
    return sum / weight;
  });
}
