import { expect, it } from "vitest";
import { cellLife } from "./cell-life";
import { cellCycles, type CellMetricSettings, type StoredCycle } from "./cycle-metrics";

const SETTINGS: CellMetricSettings = {
  polarity: "full_cell",
  referenceCycle: null,
  formationCycles: 0,
  nominalCapacityAh: null,
  activeMassG: null,
  electrodeAreaCm2: null,
  excluded: [],
  tags: [],
  checkUpMaxRateC: null,
};

/** Cycles with these discharge capacities, numbered from 1; charged with 1.25 Ah. */
function lifeOf(capacitiesAh: readonly number[], given: Partial<CellMetricSettings> = {}, endOfLifeRetention = 0.8) {
  const stored = capacitiesAh.map(
    (dischargeCapacityAh, index): StoredCycle => ({
      testId: 1,
      cyclerCycle: index + 1,
      chargeCapacityAh: 1.25,
      dischargeCapacityAh,
      chargeEnergyWh: 5,
      dischargeEnergyWh: 4,
      minVoltageV: 3,
      maxVoltageV: 4,
      maxTemperatureC: null,
      startedAtUs: index,
      endedAtUs: index,
      sampleCount: 2,
      uncoveredS: 0,
      durationS: 1,
      chargeDurationS: 1,
      dischargeDurationS: 1,
      constantVoltageShare: null,
      internalResistanceOhm: null,
      chargeCapacityUncertaintyAh: null,
      dischargeCapacityUncertaintyAh: null,
      formulaVersion: 3,
      isComplete: true,
      isPartial: dischargeCapacityAh < 0.01,
    }),
  );
  const settings = { ...SETTINGS, ...given };
  const { cycles, referenceCycle } = cellCycles(stored, [{ testId: 1, cycleOffset: 0 }], settings);
  return cellLife(cycles, { referenceCycle, endOfLifeRetention, polarity: settings.polarity });
}

it("finds the end of life as the first of three cycles running under the threshold", () => {
  // Under 0.88 Ah, which is 80 % of 1.1 Ah, lie cycles 4, 6, 7 and 8; cycle 5 lies over it.
  const life = lifeOf([1.1, 0.8857, 0.88221, 0.87951, 0.88058, 0.87964, 0.87843, 0.877]);
  expect(life.endOfLifeCycle).toBe(6);
  expect(life.cyclesTo).toEqual({ "0.95": 2, "0.90": 2, "0.80": 6, "0.70": null });
});

it("takes the lab's threshold, and skips partial cycles and those before the reference", () => {
  expect(lifeOf([1, 0.94, 0.94, 0.94], {}, 0.95).endOfLifeCycle).toBe(2);
  expect(lifeOf([1, 0.7, 0, 0.7, 0.7]).endOfLifeCycle, "the third is partial").toBe(2);
  expect(lifeOf([0.5, 0.5, 0.5, 1, 1, 0.9], { referenceCycle: 4 }).endOfLifeCycle).toBeNull();
  expect(lifeOf([1, 0.7, 0.7]).endOfLifeCycle, "two are not three").toBeNull();
  expect(lifeOf([1, 0.7, 0.7, 0.7], { referenceCycle: 9 }).endOfLifeCycle, "without a reference").toBeNull();
});

it("skips cycles that people tagged formation, wherever they lie, and begins with the first that is none", () => {
  const formation = (from: number, to: number) => [{ from, to, tag: "formation" }];
  const faded = [1, 1.1, 0.7, 0.7, 0.7, 1, 0.8, 0.8, 0.8];
  expect(lifeOf(faded, {}).endOfLifeCycle).toBe(3);
  expect(lifeOf(faded, { tags: formation(3, 6) }).endOfLifeCycle, "0.8 is not under 0.8").toBeNull();
  // From cycle 2 on, 0.8 Ah are 0.727 of 1.1.
  expect(lifeOf(faded, { tags: [...formation(1, 1), ...formation(3, 6)] }).endOfLifeCycle).toBe(7);
  // Of two formation cycles by rule the second one is ageing by hand, and with it begins the life.
  const ageing = [{ from: 2, to: 2, tag: "ageing" }];
  expect(lifeOf([2, 1.1, 0.9, 0.9, 0.9], { formationCycles: 2, tags: ageing }, 0.85).endOfLifeCycle).toBe(3);
  expect(lifeOf([2, 1.1, 0.9, 0.9, 0.9], { formationCycles: 2 }, 0.85).endOfLifeCycle).toBeNull();
});

it("gives efficiency and loss of the first cycle, which formation does not move", () => {
  const life = lifeOf([1, 1.2, 1.2], { formationCycles: 1 });
  expect(life.firstCycleEfficiency).toBeCloseTo(0.8, 12); // 1 / 1.25
  expect(life.irreversibleLossAh).toBeCloseTo(0.25, 12); // 1.25 − 1
  const anode = lifeOf([1.5, 1.2], { polarity: "half_cell_anode" });
  expect(anode.firstCycleEfficiency).toBeCloseTo(1.25 / 1.5, 12);
  expect(anode.irreversibleLossAh).toBeCloseTo(0.25, 12); // 1.5 − 1.25
  expect(lifeOf([])).toMatchObject({ firstCycleEfficiency: null, irreversibleLossAh: null });
});
