import { floatAt } from "../samples/sample-columns";

/** Discharge capacities (Ah) of a cell's statistics cycles by rising cycle number; columns of equal length. */
export type LifePoints = { cycle: Float64Array; capacityAh: Float64Array };

/** Cycles as columns. @param cycles statistics cycles by rising cycle number, capacities in Ah */
export function toLifePoints(cycles: readonly { cycle: number; dischargeCapacityAh: number }[]): LifePoints {
  return {
    cycle: Float64Array.from(cycles, ({ cycle }) => cycle),
    capacityAh: Float64Array.from(cycles, ({ dischargeCapacityAh }) => dischargeCapacityAh),
  };
}

/** The points up to a cycle, with it; all without one. */
export function pointsUpTo({ cycle, capacityAh }: LifePoints, lastCycle: number | null): LifePoints {
  const after = lastCycle === null ? -1 : cycle.findIndex((number) => number > lastCycle);
  const to = after < 0 ? cycle.length : after;
  return { cycle: cycle.subarray(0, to), capacityAh: capacityAh.subarray(0, to) };
}

/** So many are fitted in some ten milliseconds. */
const MOST_POINTS = 4000;

/** Not more points than are fitted quickly: of longer lives the means of as many neighbours each as it takes. */
export function coarsened(points: LifePoints): LifePoints {
  const each = Math.ceil(points.cycle.length / MOST_POINTS);
  if (each <= 1) return points;
  return { cycle: meansOf(points.cycle, each), capacityAh: meansOf(points.capacityAh, each) };
}

function meansOf(values: Float64Array, each: number): Float64Array {
  return Float64Array.from({ length: Math.ceil(values.length / each) }, (_, index) => {
    const own = values.subarray(index * each, (index + 1) * each);
    return own.reduce((sum, value) => sum + value, 0) / own.length;
  });
}

const NEIGHBOURS = 7;
/** Of the first capacity: less is no stray, however quiet the others are. */
const LEAST_SHARE = 0.01;
/** A normal scatter has 1.4826 median distances in a standard deviation. */
const SIGMAS = 5 * 1.4826;

/**
 * The points without strays: those further from the median of seven neighbours, themselves included, than 1 % of the first capacity and than
 * five standard deviations of such distances, by their median. A check-up at another rate, or a cycle cut short, is no part of the fade.
 * @returns the points kept, and how many were left out
 */
export function withoutStrays(points: LifePoints): { points: LifePoints; left: number } {
  const { cycle, capacityAh } = points;
  const distances = capacityAh.map((value, index) => Math.abs(value - medianAround(capacityAh, index)));
  const limit = Math.max(LEAST_SHARE * (capacityAh[0] ?? 0), SIGMAS * medianOf(distances));
  const isKept = (_: number, index: number) => floatAt(distances, index) <= limit;
  const kept = { cycle: cycle.filter(isKept), capacityAh: capacityAh.filter(isKept) };
  return { points: kept, left: cycle.length - kept.cycle.length };
}

/** At an end of the series the neighbours are those that there are. */
function medianAround(values: Float64Array, index: number): number {
  const reach = (NEIGHBOURS - 1) / 2;
  return medianOf(values.slice(Math.max(0, index - reach), index + reach + 1));
}

function medianOf(values: Float64Array): number {
  if (values.length === 0) return 0;
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  const upper = floatAt(sorted, middle);
  return sorted.length % 2 === 1 ? upper : (floatAt(sorted, middle - 1) + upper) / 2;
}
