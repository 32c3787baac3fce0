import type { Run } from "./runs";
import { derivedMode } from "./shown-steps";
import {
  CYCLE_QUANTITIES,
  type CycleQuantities,
  MODE_SUMS,
  RUN_QUANTITIES,
  type RunQuantities,
  type RunQuantityName,
} from "./stored-quantities";

type ModeSums = { -readonly [Name in keyof typeof MODE_SUMS]: number | null };
type Sources = Exclude<(typeof CYCLE_QUANTITIES)[keyof typeof CYCLE_QUANTITIES]["of"], keyof ModeSums>;
type Stored = Pick<RunQuantities, Sources> & ModeSums;

/** One cycle as its runs merged, in order: the quantities of runs that cycles are stored with. Sums in A·s and W·s; see `Run`. */
export type CycleTotals = Stored & {
  /** As the cycler numbers it, or detected; the test's offset is not in it. */
  cycle: number;
  firstTimeUs: number;
  firstRecord: number;
  lastTimeUs: number;
  lastRecord: number;
  firstCurrentA: number;
  firstTestTimeS: number | null;
  /** Of its first run. */
  firstLeadInS: number;
};

// What belongs to a name has its type, which a loop over all names cannot say.
type AnyMerge = (value: number | null, next: number | null) => number | null;
const isModeSum = (name: string): name is keyof ModeSums => Object.hasOwn(MODE_SUMS, name);
const SOURCES = [...new Set(Object.values(CYCLE_QUANTITIES).map(({ of }) => of))].flatMap(
  (name): [RunQuantityName & Sources, AnyMerge][] =>
    isModeSum(name) ? [] : [[name, RUN_QUANTITIES[name].merge as AnyMerge]],
);
const SUMS = Object.entries(MODE_SUMS) as [keyof ModeSums, (typeof MODE_SUMS)[keyof ModeSums]][]; // the entries of a constant

/** What a run adds to the sums of its cycle over runs of one mode. */
const addedBy = (run: Run, mode: string, sum: (typeof MODE_SUMS)[keyof ModeSums]) =>
  sum.mode === null || sum.mode === mode ? run[sum.of] : 0;

/** @param restBelowA the rest threshold of the test, A */
export function startCycle(cycle: number, run: Run, restBelowA: number): CycleTotals {
  const totals: Record<string, number | null> = {
    cycle,
    firstTimeUs: run.firstTimeUs,
    firstRecord: run.firstRecord,
    lastTimeUs: run.lastTimeUs,
    lastRecord: run.lastRecord,
    firstCurrentA: run.firstCurrentA,
    firstTestTimeS: run.firstTestTimeS,
    firstLeadInS: run.leadInS,
  };
  for (const [name] of SOURCES) totals[name] = run[name];
  const mode = derivedMode(run, restBelowA);
  for (const [name, sum] of SUMS) totals[name] = addedBy(run, mode, sum);
  return totals as CycleTotals; // it has every source now
}

/** The cycle with one more run, which lies after those it has. */
export function addRun(totals: CycleTotals, run: Run, restBelowA: number): CycleTotals {
  const next: CycleTotals = { ...totals, lastTimeUs: run.lastTimeUs, lastRecord: run.lastRecord };
  const values: Record<string, number | null> = next;
  for (const [name, merge] of SOURCES) values[name] = merge(totals[name], run[name]);
  const mode = derivedMode(run, restBelowA);
  for (const [name, sum] of SUMS) {
    const before = totals[name];
    next[name] = before === null ? null : before + addedBy(run, mode, sum);
  }
  return next;
}

/** The quantities of a cycle as they are stored, in Ah and Wh. */
export function toCycleQuantities(totals: Stored): CycleQuantities {
  const entries = Object.entries(CYCLE_QUANTITIES).map(([name, { of, divisor }]) => {
    const value = totals[of];
    return [name, value === null ? null : value / divisor] as const;
  });
  return Object.fromEntries(entries) as CycleQuantities; // one entry a name
}
