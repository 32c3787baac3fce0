import type { Run } from "./runs";
import { CYCLE_QUANTITIES, type CycleQuantities } from "./cycle-quantities";
import { RUN_QUANTITIES, type RunQuantities, type RunQuantityName } from "./stored-quantities";
import {
  readRun,
  COMPUTED_TOTAL_ENTRIES,
  COMPUTED_TOTALS,
  type ComputedTotalName,
  type ComputedTotals,
} from "./computed-totals";

type Sources = Extract<(typeof CYCLE_QUANTITIES)[keyof typeof CYCLE_QUANTITIES]["of"], RunQuantityName>;
type Stored = Pick<RunQuantities, Exclude<Sources, ComputedTotalName>> & ComputedTotals;

/** Of cycles whose older runs are folded by formulas that did not know them. */
export const UNKNOWN_TOTALS = Object.fromEntries(
  COMPUTED_TOTAL_ENTRIES.map(([name]) => [name, null]),
) as ComputedTotals; // one entry a name

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
const isComputed = (name: string): name is ComputedTotalName => Object.hasOwn(COMPUTED_TOTALS, name);
const SOURCES = [...new Set(Object.values(CYCLE_QUANTITIES).map(({ of }) => of))].flatMap(
  (name): [Exclude<Sources, ComputedTotalName>, AnyMerge][] =>
    isComputed(name) ? [] : [[name, RUN_QUANTITIES[name].merge as AnyMerge]],
);

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
  const read = readRun(run, restBelowA);
  for (const [name, { startOf }] of COMPUTED_TOTAL_ENTRIES) totals[name] = startOf(read);
  return totals as CycleTotals; // it has every source now
}

/** The cycle with one more run, which lies after those it has. */
export function addRun(totals: CycleTotals, run: Run, restBelowA: number): CycleTotals {
  const next: CycleTotals = { ...totals, lastTimeUs: run.lastTimeUs, lastRecord: run.lastRecord };
  const values: Record<string, number | null> = next;
  for (const [name, merge] of SOURCES) values[name] = merge(totals[name], run[name]);
  const read = readRun(run, restBelowA);
  for (const [name, { startOf, merge }] of COMPUTED_TOTAL_ENTRIES) next[name] = merge(totals[name], startOf(read));
  return next;
}

/** The quantities of a cycle as they are stored, in Ah and Wh. */
export function toCycleQuantities(totals: Stored): CycleQuantities {
  const entries = Object.entries(CYCLE_QUANTITIES).map(([name, { of, divisor, per }]) => {
    const value = totals[of];
    const by = per === null ? divisor : totals[per];
    return [name, value === null || by === null || by === 0 ? null : value / by] as const;
  });
  return Object.fromEntries(entries) as CycleQuantities; // one entry a name
}
