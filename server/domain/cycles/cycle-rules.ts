import type { CycleTotals } from "./cycle-totals";
import type { Run } from "./runs";
import { type DerivedMode, movedAs, type StepThresholds, toShownSteps } from "./shown-steps";

/** The settings of a cell and test that decide cycles. */
export type CycleSettings = {
  nominalCapacityAh: number | null;
  cycleStartsWith: "charge" | "discharge";
  /** When the test was declared ended, in Unix µs; null while it runs. */
  endedAtUs: number | null;
};

/** A cycle with what thresholds and later samples say of it. */
export type TalliedCycle = CycleTotals & { isComplete: boolean; isPartial: boolean };

/** Where detection stands: the cycle so far, and whether a counting step of the other kind was seen in it. */
export type Detection = { cycle: number; sawOther: boolean };

/** Whether a step moved enough to count for cycles. */
export function stepCounts(step: Pick<Run, "chargeAs" | "dischargeAs">, thresholds: StepThresholds): boolean {
  return movedAs(step) > 0 && movedAs(step) >= thresholds.countingAs;
}

/** Detection after a step: a cycle begins with the first counting step of the starting kind after one of the other. */
export function afterStep(before: Detection, mode: DerivedMode, counts: boolean, startsWith: "charge" | "discharge") {
  if (!counts || (mode !== "charge" && mode !== "discharge")) return before;
  if (mode !== startsWith) return { cycle: before.cycle, sawOther: true };
  return before.sawOther ? { cycle: before.cycle + 1, sawOther: false } : before;
}

/** Charge or discharge moved too little, or the recording began in the middle of the cycle. */
function isPartial(totals: CycleTotals, isFirst: boolean, thresholds: StepThresholds): boolean {
  const leastAs = Math.min(totals.chargeAs, totals.dischargeAs);
  if (leastAs === 0 || leastAs < thresholds.countingAs) return true;
  const beginsUnderCurrent = totals.firstCurrentA !== 0 && Math.abs(totals.firstCurrentA) >= thresholds.restCurrentA;
  const isRecordedFromStart = totals.firstLeadInS > 0 || (totals.firstTestTimeS !== null && totals.firstTestTimeS <= 1);
  return isFirst && beginsUnderCurrent && !isRecordedFromStart;
}

/** A cycle with what the test's thresholds, its last run and its declared end say of it. */
export function toTallied(
  totals: CycleTotals,
  isFirst: boolean,
  thresholds: StepThresholds,
  last: Run,
  endedAtUs: number | null,
): TalliedCycle {
  const isLast = totals.lastTimeUs === last.lastTimeUs && totals.lastRecord === last.lastRecord;
  const isEnded = endedAtUs !== null && endedAtUs >= totals.lastTimeUs;
  return { ...totals, isComplete: !isLast || isEnded, isPartial: isPartial(totals, isFirst, thresholds) };
}

/** The cycle of every run of a test: the cycler's numbers, filled; or, where it has none, detected. */
export function assignCycles(runs: readonly Run[], thresholds: StepThresholds, settings: CycleSettings): number[] {
  const firstNumber = runs.find((run) => run.sentCycle !== null)?.sentCycle ?? null;
  if (firstNumber !== null) {
    let filled = firstNumber;
    return runs.map((run) => {
      filled = run.sentCycle ?? filled;
      return filled;
    });
  }
  const cycles: number[] = [];
  let detection: Detection = { cycle: 1, sawOther: false };
  for (const step of toShownSteps(runs, thresholds.restCurrentA)) {
    const counts = stepCounts(step, thresholds);
    detection = afterStep(detection, step.mode, counts, settings.cycleStartsWith);
    for (let index = step.fromRun; index < step.toRun; index++) cycles.push(detection.cycle);
  }
  return cycles;
}
