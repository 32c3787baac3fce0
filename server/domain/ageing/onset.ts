import type { BrokenLines } from "./broken-lines";
import { deltaBic, effectivePoints, LEAST_DELTA_BIC, likelihoodFactor, MOST_INTERVAL_SHARE } from "./evidence";

/** The fitted onset: the first of two knots. Cycles are positions on the axis and need not be whole numbers. */
export type OnsetFit = {
  isFound: boolean;
  /** Why there is none. */
  why: string[];
  cycle: number;
  from: number;
  to: number;
  secondKnot: number;
  /** Ah a cycle, of the three stretches. */
  slopes: number[];
  deltaBicOneKnee: number;
};

/** First knots that are tried before the best of them are looked at closely, and second ones for each. */
const FIRST_KNOTS = 80;
const SECOND_KNOTS = 80;
const REFINED = 5;
/** Halvings of an interval by the golden section: to a millionth of it. */
const NARROWINGS = 24;
const GOLDEN = (Math.sqrt(5) - 1) / 2;
/** Parameters of a line with two knots. */
const PARAMETERS = 6;

type Place = { at: number; gain: number };

/**
 * The double Bacon–Watts fit: a line that bends twice.
 * @param one the fit with one knot: Σ of squares, and the cycles from its first point to its last
 * @param least Σ of squares that is rounding alone
 * @returns null where there are too few points for two knots
 */
export function fitOnset(lines: BrokenLines, one: { squares: number; range: number }, least: number): OnsetFit | null {
  const gainOf = (at: number) => lines.bestSecondKnot(at, SECOND_KNOTS)?.gain ?? 0;
  const tried = evenly(lines.firstKnot, lines.lastKnot, FIRST_KNOTS).map((at) => ({ at, gain: gainOf(at) }));
  const best = bestOf(tried, gainOf);
  const second = lines.bestSecondKnot(best.at, lines.length);
  if (!second) return null;
  const { residuals, squares, slopes } = lines.fit([best.at, second.at]);
  const { effective } = effectivePoints(residuals, PARAMETERS);
  const known = Math.max(squares, least);
  const enough = lines.ofLine - known * likelihoodFactor(effective - PARAMETERS);
  const { from, to } = intervalOf(tried, best, (at) => gainOf(at) >= enough);
  const delta = deltaBic({ simpler: Math.max(one.squares, least), squares: known, effective, parameters: 2 });
  const [before = 0, between = 0, after = 0] = slopes;
  const why = [
    ...(delta >= LEAST_DELTA_BIC ? [] : ["two knots fit no better than one"]),
    ...(to - from <= MOST_INTERVAL_SHARE * one.range ? [] : ["its interval is wider than 30 % of the cycles fitted"]),
    ...(between < before && after < between ? [] : ["the fade does not grow at both knots"]),
  ];
  return {
    isFound: why.length === 0,
    why,
    cycle: best.at,
    from,
    to,
    secondKnot: second.at,
    slopes,
    deltaBicOneKnee: delta,
  };
}

function evenly(from: number, to: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => from + ((to - from) * index) / (count - 1));
}

/** The best place: the best of those tried, each looked for between its neighbours. */
function bestOf(tried: readonly Place[], gainOf: (at: number) => number): Place {
  const peaks = tried
    .map((place, index) => ({ place, index }))
    .filter(({ place, index }) => place.gain >= gainNear(tried, index - 1) && place.gain >= gainNear(tried, index + 1))
    .sort((left, right) => right.place.gain - left.place.gain)
    .slice(0, REFINED);
  const first = { at: Number.NaN, gain: -1 };
  return peaks.reduce((best, { place, index }) => {
    const from = tried[index - 1]?.at ?? place.at;
    const to = tried[index + 1]?.at ?? place.at;
    const found = largestBetween(from, to, gainOf);
    const better = found.gain > place.gain ? found : place;
    return better.gain > best.gain ? better : best;
  }, first);
}

const gainNear = (tried: readonly Place[], index: number) => tried[index]?.gain ?? -1;

/** The largest value by the golden section. */
function largestBetween(from: number, to: number, gainOf: (at: number) => number): Place {
  let [left, right] = [from, to];
  const placeAt = (at: number) => ({ at, gain: gainOf(at) });
  let lower = placeAt(right - GOLDEN * (right - left));
  let upper = placeAt(left + GOLDEN * (right - left));
  for (let round = 0; round < NARROWINGS && right > left; round++) {
    if (lower.gain >= upper.gain) {
      right = upper.at;
      upper = lower;
      lower = placeAt(right - GOLDEN * (right - left));
    } else {
      left = lower.at;
      lower = upper;
      upper = placeAt(left + GOLDEN * (right - left));
    }
  }
  return lower.gain >= upper.gain ? lower : upper;
}

/** The outermost places that are inside, by those tried and the best one, each edge halved to where it lies. */
function intervalOf(tried: readonly Place[], best: Place, isInside: (at: number) => boolean) {
  const inside = [...tried.map(({ at }) => at).filter(isInside), best.at].sort((left, right) => left - right);
  const [first = best.at, last = best.at] = [inside[0], inside.at(-1)];
  const outsideBefore = tried.findLast(({ at }) => at < first)?.at ?? first;
  const outsideBehind = tried.find(({ at }) => at > last)?.at ?? last;
  return { from: edgeBetween(outsideBefore, first, isInside), to: edgeBetween(outsideBehind, last, isInside) };
}

function edgeBetween(outside: number, inside: number, isInside: (at: number) => boolean): number {
  let [far, near] = [outside, inside];
  for (let round = 0; round < NARROWINGS && far !== near; round++) {
    const middle = (far + near) / 2;
    if (isInside(middle)) near = middle;
    else far = middle;
  }
  return near;
}
