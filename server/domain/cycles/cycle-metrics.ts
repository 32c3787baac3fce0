import { type Excluded, isExcluded } from "../cells/exclusions";
import type { MetricName } from "./metrics";
import type { CycleQuantities } from "./stored-quantities";

/** What is stored of a cycle: sums and extremes, nothing that depends on other cycles. Capacities in Ah, energies in Wh. */
export type StoredCycle = CycleQuantities & {
  testId: number;
  /** The cycler's number, or the detected one. */
  cyclerCycle: number;
  /** Unix µs. */
  startedAtUs: number;
  endedAtUs: number;
  isComplete: boolean;
  isPartial: boolean;
};

/** The settings of a cell that its metrics need. */
export type CellMetricSettings = {
  polarity: "full_cell" | "half_cell_cathode" | "half_cell_anode";
  referenceCycle: number | null;
  /** Complete cycles left out before the reference: the cell's, else the lab's. */
  formationCycles: number;
  /** What a person left out of statistics. */
  excluded: readonly Excluded[];
};

export type CellTest = { testId: number; cycleOffset: number };

/** A cycle as it is shown: numbered with its test's offset, with every metric. */
export type CellCycle = StoredCycle & Record<MetricName, number | null> & ShownCycle;
type ShownCycle = { cycle: number; isExcluded: boolean };

/** A ratio, or null when its denominator is 0 or either side is missing. Never Infinity or NaN. */
function ratio(numerator: number | null, denominator: number | null): number | null {
  if (numerator === null || denominator === null || denominator === 0) return null;
  const value = numerator / denominator;
  return Number.isFinite(value) ? value : null;
}

/** Only complete, non-partial cycles that nobody left out enter statistics, references and ageing. */
function isStatisticsCycle(cycle: Pick<StoredCycle, "isComplete" | "isPartial"> & ShownCycle): boolean {
  return cycle.isComplete && !cycle.isPartial && !cycle.isExcluded;
}

/**
 * The metrics of one cell, cycle by cycle.
 * @param stored cycles of all its tests, in any order
 * @returns cycles ordered by shown number, then start; the reference cycle that retention uses; and the shown numbers that two
 *   tests claim
 * @see contract.md, "Numbers"
 */
export function cellCycles(
  stored: readonly StoredCycle[],
  tests: readonly CellTest[],
  settings: CellMetricSettings,
): {
  cycles: CellCycle[];
  referenceCycle: number | null;
  referenceAh: number | null;
  ambiguousCycles: Set<number>;
} {
  const offsets = new Map(tests.map(({ testId, cycleOffset }) => [testId, cycleOffset]));
  const shown = stored
    .map((stored) => {
      const cycle = stored.cyclerCycle + (offsets.get(stored.testId) ?? 0);
      return { ...stored, cycle, isExcluded: isExcluded(settings.excluded, cycle) };
    })
    .sort((left, right) => left.cycle - right.cycle || left.startedAtUs - right.startedAtUs);
  const ambiguousCycles = new Set(
    shown.filter(({ cycle }, index) => shown[index - 1]?.cycle === cycle).map(({ cycle }) => cycle),
  );
  const statistics = statisticsCycles(shown);
  const reference =
    settings.referenceCycle !== null
      ? statistics.find(({ cycle }) => cycle === settings.referenceCycle)
      : statistics[settings.formationCycles];
  const referenceAh = reference?.dischargeCapacityAh ?? null;
  return {
    cycles: shown.map((cycle) => ({ ...cycle, ...ratiosOf(cycle, settings, referenceAh) })),
    referenceCycle: reference?.cycle ?? null,
    referenceAh,
    ambiguousCycles,
  };
}

/** The cycles that count, in order; where two tests show one number, that of the test that started later. */
export function statisticsCycles<C extends StoredCycle & ShownCycle>(shown: readonly C[]): C[] {
  const byNumber = new Map<number, C>();
  const testStartUs = new Map<number, number>();
  for (const { testId, startedAtUs } of shown) {
    testStartUs.set(testId, Math.min(startedAtUs, testStartUs.get(testId) ?? Number.POSITIVE_INFINITY));
  }
  for (const cycle of shown) {
    const other = byNumber.get(cycle.cycle);
    const isLater = !other || (testStartUs.get(cycle.testId) ?? 0) >= (testStartUs.get(other.testId) ?? 0);
    if (isLater) byNumber.set(cycle.cycle, cycle);
  }
  return [...byNumber.values()].filter(isStatisticsCycle);
}

/**
 * The metrics of one cycle that are not stored sums.
 * @param referenceAh discharge capacity of the cell's reference cycle, in Ah
 */
function ratiosOf(cycle: StoredCycle, settings: Pick<CellMetricSettings, "polarity">, referenceAh: number | null) {
  const meanChargeVoltageV = ratio(cycle.chargeEnergyWh, cycle.chargeCapacityAh);
  const meanDischargeVoltageV = ratio(cycle.dischargeEnergyWh, cycle.dischargeCapacityAh);
  return {
    // In a half cell of an anode the charge that comes back is that of the charge step.
    coulombicEfficiency:
      settings.polarity === "half_cell_anode"
        ? ratio(cycle.chargeCapacityAh, cycle.dischargeCapacityAh)
        : ratio(cycle.dischargeCapacityAh, cycle.chargeCapacityAh),
    energyEfficiency: ratio(cycle.dischargeEnergyWh, cycle.chargeEnergyWh),
    capacityRetention: ratio(cycle.dischargeCapacityAh, referenceAh),
    meanChargeVoltageV,
    meanDischargeVoltageV,
    voltageHysteresisV:
      meanChargeVoltageV === null || meanDischargeVoltageV === null ? null : meanChargeVoltageV - meanDischargeVoltageV,
  };
}
