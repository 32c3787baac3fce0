import { type Excluded, isExcluded } from "../cells/exclusions";
import { type CycleKind, isFormation, kindByHand, kindByRule, type TaggedCycles, tagsOf } from "../tags/cycle-tags";
import { ofLaterTests } from "../cells/one-a-number";
import type { MetricName } from "./metrics";
import type { CycleQuantities } from "./cycle-quantities";
import { SECONDS_PER_HOUR } from "./stored-quantities";

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
  /** What a person excluded from statistics. */
  excluded: readonly Excluded[];
  /** Tags that people gave its cycles, in the order given. */
  tags: readonly TaggedCycles[];
  /** Discharge rate up to which a cycle is a check-up, 1/h; null: none is by rule. */
  checkUpMaxRateC: number | null;
  nominalCapacityAh: number | null;
  activeMassG: number | null;
  electrodeAreaCm2: number | null;
};

export type CellTest = { testId: number; cycleOffset: number };

/** A cycle as it is shown: numbered with its test's offset, with every metric. */
export type CellCycle = StoredCycle &
  Record<MetricName, number | null> &
  ShownCycle & {
    /** Its kind, by hand or by rule, then the lab's own tags. */
    tags: readonly string[];
  };
type ShownCycle = { cycle: number; isExcluded: boolean };

/** A ratio, or null when its denominator is 0 or either side is missing. Never Infinity or NaN. */
function ratio(numerator: number | null, denominator: number | null): number | null {
  if (numerator === null || denominator === null || denominator === 0) return null;
  const value = numerator / denominator;
  return Number.isFinite(value) ? value : null;
}

/** Only complete, non-partial cycles that are not excluded enter statistics, references and ageing. */
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
  const formation = new Set(statistics.slice(0, settings.formationCycles));
  const reference =
    settings.referenceCycle !== null
      ? statistics.find(({ cycle }) => cycle === settings.referenceCycle)
      : statistics.find((each) => !isFormation(settings.tags, each.cycle, formation.has(each)));
  const referenceAh = reference?.dischargeCapacityAh ?? null;
  const throughputs = throughputsOf(shown, tests);
  return {
    cycles: shown.map((cycle) => {
      const moved = throughputs.get(cycle.cycle) ?? NOTHING_MOVED;
      const sized = sizedMetrics(cycle, settings);
      const kind = kindOf(cycle, { isFormation: formation.has(cycle), rateC: sized.dischargeRateC, settings });
      return {
        ...cycle,
        ...ratiosOf(cycle, settings, referenceAh),
        ...sized,
        ...moved,
        tags: tagsOf(kind, settings.tags, cycle.cycle),
        equivalentFullCycles: ratio(moved.throughputAh, twice(settings.nominalCapacityAh)),
      };
    }),
    referenceCycle: reference?.cycle ?? null,
    referenceAh,
    ambiguousCycles,
  };
}

/** What a cycle is there for; null for one that is not complete or is partial, unless a person said it. */
function kindOf(
  { cycle, isComplete, isPartial }: Pick<StoredCycle, "isComplete" | "isPartial"> & ShownCycle,
  given: {
    isFormation: boolean;
    rateC: number | null;
    settings: Pick<CellMetricSettings, "tags" | "checkUpMaxRateC">;
  },
): CycleKind | null {
  const { isFormation, rateC, settings } = given;
  const byHand = kindByHand(settings.tags, cycle);
  if (byHand !== null || !isComplete || isPartial) return byHand;
  return kindByRule(isFormation, rateC ?? Number.NaN, settings.checkUpMaxRateC);
}

/** The cycles that count, in order; where two tests show one number, that of the test that started later. */
export function statisticsCycles<C extends StoredCycle & ShownCycle>(shown: readonly C[]): C[] {
  return ofLaterTests(shown, ({ testId, startedAtUs }) => [testId, startedAtUs]).filter(isStatisticsCycle);
}

/**
 * The metrics of one cycle that are not stored sums.
 * @param referenceAh discharge capacity of the cell's reference cycle, in Ah
 */
function ratiosOf(cycle: StoredCycle, settings: Pick<CellMetricSettings, "polarity">, referenceAh: number | null) {
  const coulombicEfficiency =
    // In a half cell of an anode the charge that comes back is that of the charge step.
    settings.polarity === "half_cell_anode"
      ? ratio(cycle.chargeCapacityAh, cycle.dischargeCapacityAh)
      : ratio(cycle.dischargeCapacityAh, cycle.chargeCapacityAh);
  const meanChargeVoltageV = ratio(cycle.chargeEnergyWh, cycle.chargeCapacityAh);
  const meanDischargeVoltageV = ratio(cycle.dischargeEnergyWh, cycle.dischargeCapacityAh);
  return {
    coulombicEfficiency,
    coulombicInefficiencyPerHour: ratio(
      coulombicEfficiency === null ? null : 1 - coulombicEfficiency,
      cycleHours(cycle),
    ),
    energyEfficiency: ratio(cycle.dischargeEnergyWh, cycle.chargeEnergyWh),
    capacityRetention: ratio(cycle.dischargeCapacityAh, referenceAh),
    meanChargeVoltageV,
    meanDischargeVoltageV,
    voltageHysteresisV:
      meanChargeVoltageV === null || meanDischargeVoltageV === null ? null : meanChargeVoltageV - meanDischargeVoltageV,
  };
}

const MILLI = 1000;
const hours = (seconds: number | null) => (seconds === null ? null : seconds / SECONDS_PER_HOUR);
const twice = (value: number | null) => (value === null ? null : 2 * value);

/** From the begin of its first run to the end of its last one, as far as runs and the time uncovered before them tell. */
const cycleHours = ({ durationS, uncoveredS }: StoredCycle) =>
  durationS === null || uncoveredS === null ? null : hours(durationS + uncoveredS);

/** Metrics of a cycle that depend on how large the cell is. */
function sizedMetrics(cycle: StoredCycle, settings: CellMetricSettings) {
  const { activeMassG, electrodeAreaCm2, nominalCapacityAh } = settings;
  const rateC = (capacityAh: number, durationS: number | null) =>
    ratio(ratio(capacityAh, hours(durationS)), nominalCapacityAh);
  return {
    specificDischargeCapacityMahG: ratio(cycle.dischargeCapacityAh * MILLI, activeMassG),
    specificChargeCapacityMahG: ratio(cycle.chargeCapacityAh * MILLI, activeMassG),
    // mWh/g are Wh/kg.
    specificDischargeEnergyWhKg: ratio(cycle.dischargeEnergyWh * MILLI, activeMassG),
    specificChargeEnergyWhKg: ratio(cycle.chargeEnergyWh * MILLI, activeMassG),
    arealDischargeCapacityMahCm2: ratio(cycle.dischargeCapacityAh * MILLI, electrodeAreaCm2),
    arealChargeCapacityMahCm2: ratio(cycle.chargeCapacityAh * MILLI, electrodeAreaCm2),
    arealDischargeEnergyMwhCm2: ratio(cycle.dischargeEnergyWh * MILLI, electrodeAreaCm2),
    arealChargeEnergyMwhCm2: ratio(cycle.chargeEnergyWh * MILLI, electrodeAreaCm2),
    chargeRateC: rateC(cycle.chargeCapacityAh, cycle.chargeDurationS),
    dischargeRateC: rateC(cycle.dischargeCapacityAh, cycle.dischargeDurationS),
  };
}

type Moved = { throughputAh: number; throughputWh: number };
const NOTHING_MOVED: Moved = { throughputAh: 0, throughputWh: 0 };

/**
 * What all cycles up to a shown number moved, over all tests: what wears a cell is every cycle, also one that does not count or that
 * shares its number.
 * @param shown in order of their numbers
 */
function throughputsOf(shown: readonly (StoredCycle & { cycle: number })[], tests: readonly CellTest[]) {
  // Summed up test by test, as the columns of statistics are, so that both come to the same bits.
  const ofTests = new Map(tests.map(({ testId }) => [testId, NOTHING_MOVED]));
  const byNumber = new Map<number, Moved>();
  shown.forEach((cycle, index) => {
    const before = ofTests.get(cycle.testId) ?? NOTHING_MOVED;
    ofTests.set(cycle.testId, {
      throughputAh: before.throughputAh + (cycle.chargeCapacityAh + cycle.dischargeCapacityAh),
      throughputWh: before.throughputWh + (cycle.chargeEnergyWh + cycle.dischargeEnergyWh),
    });
    if (shown[index + 1]?.cycle === cycle.cycle) return;
    let moved = NOTHING_MOVED;
    for (const { throughputAh, throughputWh } of ofTests.values()) {
      moved = { throughputAh: moved.throughputAh + throughputAh, throughputWh: moved.throughputWh + throughputWh };
    }
    byNumber.set(cycle.cycle, moved);
  });
  return byNumber;
}
