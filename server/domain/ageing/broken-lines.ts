import { floatAt } from "../samples/sample-columns";
import type { LifePoints } from "./life-points";

/**
 * A knot of a line that bends there, as one column of a least-squares fit: the hinge max(0, x − k), or max(0, k − x) where fewer points lie
 * below it. Both differ by a line, so that the fit is the same and only the rounding differs.
 */
type Hinge = {
  /** In cycles from the mean of all. */
  at: number;
  isLower: boolean;
  /** How many points lie at or below it. */
  below: number;
  /** Sums of the hinge, and of the hinge × x. */
  sum: number;
  sumX: number;
  /** Of what no line explains of the hinge: its square, and its product with what no line explains of the capacities. */
  square: number;
  product: number;
};

/** What one more knot would explain: product² ÷ square, in Ah². Between two neighbouring points a line and a parabola in the knot's place. */
type Gain = { product: number; square: number };

/**
 * Least squares of lines that bend at knots, through the points of a life: Q = a + b·x + Σ cᵢ·max(0, x − kᵢ), which is the Bacon–Watts model
 * with a sharp bend. Given the knots it is linear, and sums over the points below each of them are all that it needs; they are taken once, so
 * that a knot is tried in constant time and the best one found exactly.
 * @see Hudson (1966), "Fitting segmented curves whose join points have to be estimated", JASA 61
 */
export class BrokenLines {
  readonly length: number;
  /** Σ of squared residuals of the straight line, Ah². */
  readonly ofLine: number;
  private readonly meanX: number;
  private readonly slope: number;
  private readonly squareX: number;
  /** What is no more than this of the square of a hinge is rounding alone. */
  private readonly rounding: number;
  private readonly x: Float64Array;
  /** What the straight line leaves of the capacities. */
  private readonly rest: Float64Array;
  /** Sums over the first i points: of x, x², what is left, and what is left × x. */
  private readonly sums: { x: Float64Array; xx: Float64Array; r: Float64Array; rx: Float64Array };

  /** @param points at least 5, cycles rising */
  constructor({ cycle, capacityAh }: LifePoints) {
    const n = cycle.length;
    this.length = n;
    this.meanX = meanOf(cycle);
    const meanAh = meanOf(capacityAh);
    this.x = cycle.map((value) => value - this.meanX);
    this.squareX = productOf(this.x, this.x);
    this.rounding = ROUNDING * this.squareX;
    this.slope = productOf(this.x, capacityAh) / this.squareX;
    this.rest = capacityAh.map((value, index) => value - meanAh - this.slope * floatAt(this.x, index));
    this.ofLine = productOf(this.rest, this.rest);
    this.sums = {
      x: runningSum(this.x, ones(n)),
      xx: runningSum(this.x, this.x),
      r: runningSum(this.rest, ones(n)),
      rx: runningSum(this.rest, this.x),
    };
  }

  /** The cycles between which a knot may lie: at both ends a line has two points at least. */
  get firstKnot(): number {
    return floatAt(this.x, 1) + this.meanX;
  }
  get lastKnot(): number {
    return floatAt(this.x, this.length - 2) + this.meanX;
  }

  /** Σ of squared residuals of the best parabola, Ah². */
  ofParabola(): number {
    const bend = this.x.map((x) => x * x);
    const mean = meanOf(bend);
    const slope = productOf(bend, this.x) / this.squareX;
    const rest = bend.map((value, index) => value - mean - slope * floatAt(this.x, index));
    return this.ofLine - productOf(rest, this.rest) ** 2 / productOf(rest, rest);
  }

  /** The best single knot. */
  bestKnot(): number {
    let best = { at: floatAt(this.x, 1), gain: -1 };
    for (let point = 1; point < this.length - 2; point++) {
      const found = this.bestBetween(null, point);
      if (found.gain > best.gain) best = found;
    }
    return best.at + this.meanX;
  }

  /** All single knots that explain at least so much lie between these; null where none does. */
  knotsThatGain(least: number): { from: number; to: number } | null {
    const gains = (point: number) => this.rootsBetween(point, least);
    let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (let point = 1; point < this.length - 2 && from === Number.POSITIVE_INFINITY; point++) {
      from = Math.min(...gains(point));
    }
    for (let point = this.length - 3; point >= 1 && to === Number.NEGATIVE_INFINITY; point--) {
      to = Math.max(...gains(point));
    }
    return from <= to ? { from: from + this.meanX, to: to + this.meanX } : null;
  }

  /**
   * The best second knot after a first one, with two points between them at least: a stretch of one point is a stray and no line.
   * @param steps through how many places it is looked for before the best ones are looked at closely
   * @returns it and what both explain together; null where no point is left for it
   */
  bestSecondKnot(firstCycle: number, steps: number): { at: number; gain: number } | null {
    const first = this.hingeAt(firstCycle - this.meanX);
    const [from, to] = [first.below + 1, this.length - 2];
    if (from > to) return null;
    const stride = Math.max(1, Math.ceil((to - from) / steps));
    let best = { point: to, gain: -1 };
    for (let point = from; point <= to; point += stride) {
      const gain = this.gainOf(this.afterAnother(first, this.hingeAt(floatAt(this.x, point))));
      if (gain > best.gain) best = { point, gain };
    }
    let found = { at: floatAt(this.x, best.point), gain: best.gain };
    for (let point = Math.max(from, best.point - stride); point < Math.min(to, best.point + stride); point++) {
      const between = this.bestBetween(first, point);
      if (between.gain > found.gain) found = between;
    }
    return { at: found.at + this.meanX, gain: this.gainOf(first) + found.gain };
  }

  /** The fit with one or two rising knots. */
  fit(knots: readonly number[]): BrokenLine {
    const hinges = knots.map((cycle) => this.hingeAt(cycle - this.meanX));
    const bends = this.bendsAt(hinges);
    const residuals = this.rest.map((rest, index) =>
      hinges.reduce((left, hinge, of) => left - (bends[of] ?? 0) * this.valueAt(hinge, floatAt(this.x, index)), rest),
    );
    const slopes = [Number.NEGATIVE_INFINITY, ...hinges.map(({ at }) => at)].map((from) =>
      hinges.reduce((slope, hinge, index) => slope + (bends[index] ?? 0) * this.slopeFrom(hinge, from), this.slope),
    );
    return { residuals, squares: productOf(residuals, residuals), slopes };
  }

  private bendsAt([first, second]: readonly Hinge[]): number[] {
    if (!first) return [];
    if (!second) return [first.product / first.square];
    const both = this.productOf(first, second);
    const rest = this.afterAnother(first, second);
    const ofSecond = rest.product / rest.square;
    return [(first.product - both * ofSecond) / first.square, ofSecond];
  }

  /** A hinge at some x without its mean and slope. */
  private valueAt({ at, isLower, sum, sumX }: Hinge, x: number): number {
    const value = Math.max(0, isLower ? at - x : x - at);
    return value - sum / this.length - (sumX / this.squareX) * x;
  }

  private slopeFrom({ at, isLower, sumX }: Hinge, from: number): number {
    const isAbove = from >= at;
    const own = isLower ? Number(!isAbove) * -1 : Number(isAbove);
    return own - sumX / this.squareX;
  }

  private hingeAt(at: number): Hinge {
    const below = pointsUpTo(this.x, at);
    const isLower = below < this.length / 2;
    const [from, to] = isLower ? [0, below] : [below, this.length];
    const sign = isLower ? -1 : 1;
    const n = to - from;
    const x = between(this.sums.x, from, to);
    const xx = between(this.sums.xx, from, to);
    const sum = sign * (x - at * n);
    const sumX = sign * (xx - at * x);
    return {
      at,
      isLower,
      below,
      sum,
      sumX,
      square: xx - 2 * at * x + at * at * n - (sum * sum) / this.length - (sumX * sumX) / this.squareX,
      product: sign * (between(this.sums.rx, from, to) - at * between(this.sums.r, from, to)),
    };
  }

  /** The product of two hinges, the second one further right, without what lines explain of them. */
  private productOf(first: Hinge, second: Hinge): number {
    const lines = (first.sum * second.sum) / this.length + (first.sumX * second.sumX) / this.squareX;
    if (first.isLower !== second.isLower) return -lines; // nowhere are both other than 0
    const [from, to] = first.isLower ? [0, first.below] : [second.below, this.length];
    const x = between(this.sums.x, from, to);
    const xx = between(this.sums.xx, from, to);
    return xx - (first.at + second.at) * x + first.at * second.at * (to - from) - lines;
  }

  /** What the second knot explains beyond the first. */
  private afterAnother(first: Hinge, second: Hinge): Gain {
    const share = this.productOf(first, second) / first.square;
    return {
      product: second.product - share * first.product,
      square: second.square - share * share * first.square,
    };
  }

  private gainOf({ product, square }: Gain): number {
    return square > this.rounding ? (product * product) / square : 0;
  }

  private gainFor(first: Hinge | null, x: number): Gain {
    const hinge = this.hingeAt(x);
    return first ? this.afterAnother(first, hinge) : hinge;
  }

  /** The gain of a knot between a point and the next: (p + q·t)² ÷ (a + b·t + c·t²), t from 0 to 1. */
  private curveBetween(first: Hinge | null, point: number) {
    const [from, to] = [floatAt(this.x, point), floatAt(this.x, point + 1)];
    const [start, middle, end] = [from, (from + to) / 2, to].map((x) => this.gainFor(first, x)) as [Gain, Gain, Gain];
    return {
      from,
      width: to - from,
      ends: [this.gainOf(start), this.gainOf(end)] as const,
      p: start.product,
      q: end.product - start.product,
      a: start.square,
      b: 4 * middle.square - 3 * start.square - end.square,
      c: 2 * (start.square - 2 * middle.square + end.square),
    };
  }

  private bestBetween(first: Hinge | null, point: number): { at: number; gain: number } {
    const { from, width, ends, p, q, a, b, c } = this.curveBetween(first, point);
    const [start, end] = ends;
    const t = (p * b - 2 * q * a) / (q * b - 2 * p * c); // where its slope is 0
    if (t > 0 && t < 1) {
      const inside = this.gainOf({ product: p + q * t, square: a + b * t + c * t * t });
      if (inside > start && inside > end) return { at: from + t * width, gain: inside };
    }
    return end > start ? { at: from + width, gain: end } : { at: from, gain: start };
  }

  /** Where between a point and the next one the gain is at least `least`: its ends; none where it is nowhere. */
  private rootsBetween(point: number, least: number): number[] {
    const { from, width, ends, p, q, a, b, c } = this.curveBetween(null, point);
    const [start, end] = ends;
    const inside = rootsOf(q * q - least * c, 2 * p * q - least * b, p * p - least * a).filter((t) => t > 0 && t < 1);
    return [...(start >= least ? [0] : []), ...inside, ...(end >= least ? [1] : [])].map((t) => from + t * width);
  }
}

const ROUNDING = 1e-12;

/** A line that bends at knots. */
export type BrokenLine = {
  /** Ah, by point. */
  residuals: Float64Array;
  /** Their Σ of squares, Ah². */
  squares: number;
  /** Ah a cycle, of each stretch. */
  slopes: number[];
};

function rootsOf(a: number, b: number, c: number): number[] {
  if (a === 0) return b === 0 ? [] : [-c / b];
  const discriminant = b * b - 4 * a * c;
  if (discriminant < 0) return [];
  const q = -(b + (b < 0 ? -1 : 1) * Math.sqrt(discriminant)) / 2;
  return q === 0 ? [0] : [q / a, c / q];
}

const ones = (length: number) => new Float64Array(length).fill(1);
const meanOf = (values: Float64Array) => productOf(values, ones(values.length)) / values.length;
const between = (sums: Float64Array, from: number, to: number) => floatAt(sums, to) - floatAt(sums, from);

function productOf(left: Float64Array, right: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < left.length; index++) sum += floatAt(left, index) * floatAt(right, index);
  return sum;
}

function runningSum(left: Float64Array, right: Float64Array): Float64Array {
  const sums = new Float64Array(left.length + 1);
  for (let index = 0; index < left.length; index++) {
    sums[index + 1] = floatAt(sums, index) + floatAt(left, index) * floatAt(right, index);
  }
  return sums;
}

/** How many of rising values are not above one. */
function pointsUpTo(values: Float64Array, most: number): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (floatAt(values, middle) <= most) low = middle + 1;
    else high = middle;
  }
  return low;
}
