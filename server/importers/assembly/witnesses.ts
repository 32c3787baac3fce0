import { commonFactor } from "../checks/unit-factor";
import type { CounterComparison } from "../cycler-file";
import type { HalfCycle } from "../units/half-cycles";

/** What the quantities of a file say of each other; null where they say nothing. */
export type Witnesses = {
  /** Seconds of the clock in a second of test time, as far as units explain it. */
  clockFactor: number | null;
  /** Our capacities over the cycler's, as far as units explain them. */
  counterRatio: number | null;
  /** Seconds of test time in a second of step time, as far as units explain it. */
  stepFactor: number | null;
  /** How far apart rows with a current usually are, in s. */
  intervalS: number | null;
  /** The largest current that two rows running have, in A. */
  largestA: number;
  halfCycle: HalfCycle;
};

/** What the tests of a file say together. */
export function heardTogether(tests: readonly Witnesses[]): Witnesses {
  const common = (of: "clockFactor" | "counterRatio" | "stepFactor") =>
    commonFactor(tests.flatMap(({ [of]: factor }) => (factor === null ? [] : [factor])));
  return {
    clockFactor: common("clockFactor"),
    counterRatio: common("counterRatio"),
    stepFactor: common("stepFactor"),
    intervalS: tests.find(({ intervalS }) => intervalS !== null)?.intervalS ?? null,
    largestA: tests.reduce((most, { largestA }) => Math.max(most, largestA), 0),
    halfCycle: {
      largestAh: tests.reduce((most, { halfCycle }) => Math.max(most, halfCycle.largestAh), 0),
      isCycled: tests.some(({ halfCycle }) => halfCycle.isCycled),
    },
  };
}

/** A cycle that moves less than this share of the largest says nothing. */
const COUNTING_SHARE = 0.01;
const LEAST_AH = 1e-9;

/** The factor by which our capacities differ from the cycler's in most cycles; null where they differ by no unit. */
export function counterRatio(comparisons: readonly CounterComparison[]): number | null {
  const capacities = comparisons.filter(({ quantity }) => quantity.endsWith("Capacity"));
  const largest = capacities.reduce((most, { vendor }) => Math.max(most, vendor), LEAST_AH);
  const counting = capacities.filter(({ vendor }) => vendor >= COUNTING_SHARE * largest);
  return counting.length === 0 ? null : commonFactor(counting.map(({ ours, vendor }) => Math.abs(ours) / vendor));
}
