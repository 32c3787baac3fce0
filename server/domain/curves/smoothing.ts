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
    return savitzkyGolay(values, step, smoothing);
  }
  const differences = slopes(values, step);
  return smoothing.method === "none" ? differences : averaged(differences, smoothing.sigma / step);
}

type Savgol = Extract<Smoothing, { method: "savgol" }>;

/** Weights of the values of a window for each place in it; few windows are ever asked for. */
const knownWeights = new Map<string, Float64Array[]>();
const MAX_KNOWN = 100;

/**
 * The library's filter with weights that are asked of it once: it computes them anew for each curve, which takes ten times as long as to
 * apply them.
 */
function savitzkyGolay(values: Float64Array, step: number, smoothing: Savgol): Float64Array {
  const weights = weightsOf(smoothing);
  const { window } = smoothing;
  const half = (window - 1) / 2;
  const lastFrom = values.length - window;
  return values.map((_, index) => {
    const from = Math.min(Math.max(0, index - half), lastFrom);
    const own = weights[index - from];
    let sum = 0;
    if (own) for (let at = 0; at < window; at++) sum += floatAt(own, at) * floatAt(values, from + at);
    return sum / step;
  });
}

/** By place in the window, those of each value: what the filter makes of a 1 among zeros. */
function weightsOf({ window, order }: Savgol): Float64Array[] {
  const key = `${window}:${order}`;
  const known = knownWeights.get(key);
  if (known) return known;
  const answers = Array.from({ length: window }, (_, at) => {
    const one = new Float64Array(window);
    one[at] = 1;
    return sgg(one, 1, { windowSize: window, polynomial: order, derivative: 1 });
  });
  const weights = Array.from({ length: window }, (_, place) =>
    Float64Array.from(answers, (answer) => floatAt(answer, place)),
  );
  if (knownWeights.size >= MAX_KNOWN) knownWeights.clear();
  knownWeights.set(key, weights);
  return weights;
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
