import { runUncertainties } from "./quality/capacity-uncertainty";
import { edgeOhm } from "./current-shape";
import type { Run } from "./runs";
import { derivedMode } from "./shown-steps";
import { CYCLE_QUANTITIES, type CycleQuantities, MODE_SUMS } from "./cycle-quantities";
import { RUN_QUANTITIES, type RunQuantities, type RunQuantityName } from "./stored-quantities";

type ModeSums = { -readonly [Name in keyof typeof MODE_SUMS]: number | null };
type Sources = Extract<(typeof CYCLE_QUANTITIES)[keyof typeof CYCLE_QUANTITIES]["of"], RunQuantityName>;
/** What is told from all that a run remembers, not from one value of it. */
type ToldTotals = ModeSums & {
  internalResistanceOhm: number | null;
  chargeUncertaintyAs: number | null;
  dischargeUncertaintyAs: number | null;
};
type Stored = Pick<RunQuantities, Exclude<Sources, keyof ToldTotals>> & ToldTotals;

/** Of cycles whose older runs are folded by formulas that did not know them. */
export const UNKNOWN_TOTALS: ToldTotals = {
  durationS: null,
  chargeDurationS: null,
  dischargeDurationS: null,
  chargeOfChargeAs: null,
  heldChargeAs: null,
  internalResistanceOhm: null,
  chargeUncertaintyAs: null,
  dischargeUncertaintyAs: null,
};

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
const isTold = (name: string): name is keyof ToldTotals => Object.hasOwn(UNKNOWN_TOTALS, name);
const SOURCES = [...new Set(Object.values(CYCLE_QUANTITIES).map(({ of }) => of))].flatMap(
  (name): [Exclude<Sources, keyof ToldTotals>, AnyMerge][] =>
    isTold(name) ? [] : [[name, RUN_QUANTITIES[name].merge as AnyMerge]],
);
type ModeSum = (typeof MODE_SUMS)[keyof ModeSums];
const SUMS = Object.entries(MODE_SUMS) as [keyof ModeSums, ModeSum][]; // the entries of a constant

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
  totals.internalResistanceOhm = edgeOhm(run, restBelowA);
  const uncertainties = runUncertainties(run);
  totals.chargeUncertaintyAs = uncertainties?.chargeAs ?? null;
  totals.dischargeUncertaintyAs = uncertainties?.dischargeAs ?? null;
  return totals as CycleTotals; // it has every source now
}

/** The cycle with one more run, which lies after those it has. */
export function addRun(totals: CycleTotals, run: Run, restBelowA: number): CycleTotals {
  const next: CycleTotals = { ...totals, lastTimeUs: run.lastTimeUs, lastRecord: run.lastRecord };
  const values: Record<string, number | null> = next;
  for (const [name, merge] of SOURCES) values[name] = merge(totals[name], run[name]);
  const mode = derivedMode(run, restBelowA);
  for (const [name, sum] of SUMS) next[name] = sumOrNull(totals[name], addedBy(run, mode, sum));
  next.internalResistanceOhm ??= edgeOhm(run, restBelowA);
  const uncertainties = runUncertainties(run);
  next.chargeUncertaintyAs = sumOrNull(totals.chargeUncertaintyAs, uncertainties?.chargeAs ?? null);
  next.dischargeUncertaintyAs = sumOrNull(totals.dischargeUncertaintyAs, uncertainties?.dischargeAs ?? null);
  return next;
}

/** What a run adds to a sum of its cycle over runs of one mode; null where it does not know. */
const addedBy = (run: Run, mode: string, sum: ModeSum) => (sum.mode === null || sum.mode === mode ? run[sum.of] : 0);

const sumOrNull = (left: number | null, right: number | null) =>
  left === null || right === null ? null : left + right;

/** The quantities of a cycle as they are stored, in Ah and Wh. */
export function toCycleQuantities(totals: Stored): CycleQuantities {
  const entries = Object.entries(CYCLE_QUANTITIES).map(([name, { of, divisor, per }]) => {
    const value = totals[of];
    const by = per === null ? divisor : totals[per];
    return [name, value === null || by === null || by === 0 ? null : value / by] as const;
  });
  return Object.fromEntries(entries) as CycleQuantities; // one entry a name
}
