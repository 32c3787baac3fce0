import type { Run } from "./runs";
import {
  CYCLE_QUANTITIES,
  type CycleQuantities,
  RUN_QUANTITIES,
  type RunQuantities,
  type RunQuantityName,
} from "./stored-quantities";

type Sources = (typeof CYCLE_QUANTITIES)[keyof typeof CYCLE_QUANTITIES]["of"];

/** One cycle as its runs merged, in order: the quantities of runs that cycles are stored with. Sums in A·s and W·s; see `Run`. */
export type CycleTotals = Pick<RunQuantities, Sources> & {
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
const SOURCES = [...new Set(Object.values(CYCLE_QUANTITIES).map(({ of }) => of))].map(
  (name): [RunQuantityName & Sources, AnyMerge] => [name, RUN_QUANTITIES[name].merge as AnyMerge],
);

export function startCycle(cycle: number, run: Run): CycleTotals {
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
  return totals as CycleTotals; // it has every source now
}

/** The cycle with one more run, which lies after those it has. */
export function addRun(totals: CycleTotals, run: Run): CycleTotals {
  const next: CycleTotals = { ...totals, lastTimeUs: run.lastTimeUs, lastRecord: run.lastRecord };
  const values: Record<string, number | null> = next;
  for (const [name, merge] of SOURCES) values[name] = merge(totals[name], run[name]);
  return next;
}

/** The quantities of a cycle as they are stored, in Ah and Wh. */
export function toCycleQuantities(totals: Pick<CycleTotals, Sources>): CycleQuantities {
  const entries = Object.entries(CYCLE_QUANTITIES).map(([name, { of, divisor }]) => {
    const value = totals[of];
    return [name, value === null ? null : value / divisor] as const;
  });
  return Object.fromEntries(entries) as CycleQuantities; // one entry a name
}
