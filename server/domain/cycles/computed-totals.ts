import { edgeOhm } from "./current-shape";
import { runUncertainties } from "./quality/capacity-uncertainty";
import type { Run } from "./runs";
import { type DerivedMode, derivedMode } from "./shown-steps";
import type { CloseQuantities, RunQuantityName } from "./stored-quantities";

/** A run, with what its values are told from. */
type ReadRun = {
  run: Run;
  mode: DerivedMode;
  /** The rest threshold of the test, A. */
  restBelowA: number;
  /** A·s; null where older formulas made the run. */
  uncertainties: { chargeAs: number; dischargeAs: number } | null;
};

/** A total of a cycle that no one value of a run says: what a run has of it, and how those of two runs merge. Null where one does not know. */
type ComputedTotal = {
  startOf: (read: ReadRun) => number | null;
  merge: (value: number | null, next: number | null) => number | null;
};

const sumOrNull = (left: number | null, right: number | null) =>
  left === null || right === null ? null : left + right;

/** A sum over the runs of one derived mode, or over all. The mode follows from the test's rest threshold, so runs do not keep it. */
const ofMode = (of: RunQuantityName | keyof CloseQuantities, wanted: "charge" | "discharge" | null): ComputedTotal => ({
  startOf: ({ run, mode }) => (wanted === null || wanted === mode ? run[of] : 0),
  merge: sumOrNull,
});

/** From an entry follow the totals of a cycle, what older ones do not know, and what `CYCLE_QUANTITIES` may be made of. */
export const COMPUTED_TOTALS = {
  durationS: ofMode("durationS", null),
  chargeDurationS: ofMode("durationS", "charge"),
  dischargeDurationS: ofMode("durationS", "discharge"),
  chargeOfChargeAs: ofMode("chargeAs", "charge"),
  heldChargeAs: ofMode("heldAs", "charge"),
  internalResistanceOhm: {
    startOf: ({ run, restBelowA }) => edgeOhm(run, restBelowA),
    merge: (value, next) => value ?? next,
  },
  chargeUncertaintyAs: { startOf: ({ uncertainties }) => uncertainties?.chargeAs ?? null, merge: sumOrNull },
  dischargeUncertaintyAs: { startOf: ({ uncertainties }) => uncertainties?.dischargeAs ?? null, merge: sumOrNull },
} as const satisfies Record<string, ComputedTotal>;

export type ComputedTotalName = keyof typeof COMPUTED_TOTALS;
export type ComputedTotals = Record<ComputedTotalName, number | null>;

/** Its entries, in the order of the table. */
export const COMPUTED_TOTAL_ENTRIES = Object.entries(COMPUTED_TOTALS) as [ComputedTotalName, ComputedTotal][]; // the entries of a constant

/** What the totals of a cycle are told from, of one of its runs. @param restBelowA the rest threshold of the test, A */
export const readRun = (run: Run, restBelowA: number): ReadRun => ({
  run,
  mode: derivedMode(run, restBelowA),
  restBelowA,
  uncertainties: runUncertainties(run),
});
