import { expect, it } from "vitest";
import { cellCycles, type CellMetricSettings, statisticsCycles, type StoredCycle } from "./cycle-metrics";

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
const TESTS = [{ testId: 1, cycleOffset: 0 }];

const cycle = (cyclerCycle: number, given: Partial<StoredCycle> = {}): StoredCycle => ({
  testId: 1,
  cyclerCycle,
  chargeCapacityAh: 2,
  dischargeCapacityAh: 1.9,
  chargeEnergyWh: 8,
  dischargeEnergyWh: 6.65,
  minVoltageV: 3,
  maxVoltageV: 4.2,
  maxTemperatureC: null,
  startedAtUs: cyclerCycle * 1e9,
  endedAtUs: cyclerCycle * 1e9 + 1,
  sampleCount: 10,
  uncoveredS: 0,
  durationS: 36_000,
  chargeDurationS: 14_400,
  dischargeDurationS: 7200,
  constantVoltageShare: null,
  internalResistanceOhm: null,
  chargeCapacityUncertaintyAh: null,
  dischargeCapacityUncertaintyAh: null,
  formulaVersion: 3,
  isComplete: true,
  isPartial: false,
  ...given,
});

it("gives efficiencies, mean voltages and hysteresis", () => {
  const [first] = cellCycles([cycle(1)], TESTS, SETTINGS).cycles;
  expect(first?.coulombicEfficiency).toBeCloseTo(0.95, 12); // 1.9 / 2
  expect(first?.energyEfficiency).toBeCloseTo(0.83125, 12); // 6.65 / 8
  expect(first?.meanChargeVoltageV).toBe(4); // 8 / 2
  expect(first?.meanDischargeVoltageV).toBeCloseTo(3.5, 12); // 6.65 / 1.9
  expect(first?.voltageHysteresisV).toBeCloseTo(0.5, 12);
});

it("inverts the coulombic efficiency of an anode half cell, never the energy efficiency", () => {
  const [first] = cellCycles([cycle(1)], TESTS, { ...SETTINGS, polarity: "half_cell_anode" }).cycles;
  expect(first?.coulombicEfficiency).toBeCloseTo(2 / 1.9, 12);
  expect(first?.energyEfficiency).toBeCloseTo(0.83125, 12);
});

it("takes the first complete, full cycle as reference, after leaving out formation cycles in order", () => {
  const stored = [
    cycle(0, { isPartial: true }),
    cycle(3, { dischargeCapacityAh: 2 }),
    cycle(4, { dischargeCapacityAh: 1.8 }),
    cycle(5, { isComplete: false, dischargeCapacityAh: 0.9 }),
  ];
  const plain = cellCycles(stored, TESTS, SETTINGS);
  expect(plain.referenceCycle).toBe(3);
  expect(plain.cycles.map(({ capacityRetention }) => capacityRetention)).toEqual([0.95, 1, 0.9, 0.45]); // every cycle has one
  expect(cellCycles(stored, TESTS, { ...SETTINGS, formationCycles: 1 }).referenceCycle).toBe(4);
  expect(cellCycles(stored, TESTS, { ...SETTINGS, formationCycles: 2 }).cycles[0]?.capacityRetention).toBeNull();
  expect(cellCycles(stored, TESTS, { ...SETTINGS, referenceCycle: 4 }).cycles[1]?.capacityRetention).toBeCloseTo(
    2 / 1.8,
    12,
  );
});

it("refers to no cycle that is unfinished or partial, though a person names it", () => {
  const stored = [cycle(1), cycle(2, { isPartial: true }), cycle(3, { isComplete: false })];
  for (const referenceCycle of [2, 3, 9]) {
    const found = cellCycles(stored, TESTS, { ...SETTINGS, referenceCycle });
    expect(found.referenceCycle).toBeNull();
    expect(found.cycles.map(({ capacityRetention }) => capacityRetention)).toEqual([null, null, null]);
  }
});

it("is null where a denominator is 0, never infinite", () => {
  const [first] = cellCycles([cycle(1, { chargeCapacityAh: 0, chargeEnergyWh: 0 })], TESTS, SETTINGS).cycles;
  expect([
    first?.coulombicEfficiency,
    first?.energyEfficiency,
    first?.meanChargeVoltageV,
    first?.voltageHysteresisV,
  ]).toEqual([null, null, null, null]);
});

it("shows two tests with one number both, marks them, and refers to the one that started later", () => {
  const tests = [...TESTS, { testId: 2, cycleOffset: 1 }];
  const stored = [
    cycle(1),
    cycle(2, { dischargeCapacityAh: 4 }),
    cycle(1, { testId: 2, startedAtUs: 9e9, dischargeCapacityAh: 3 }),
  ];
  const { cycles, ambiguousCycles } = cellCycles(stored, tests, { ...SETTINGS, referenceCycle: 2 });
  expect(cycles.map(({ cycle, cyclerCycle, testId }) => [cycle, cyclerCycle, testId])).toEqual([
    [1, 1, 1],
    [2, 2, 1],
    [2, 1, 2],
  ]);
  expect([...ambiguousCycles]).toEqual([2]);
  expect(cycles[2]?.capacityRetention).toBe(1);
});

it("gives capacities and energies for a gram and a square centimetre", () => {
  const settings = { ...SETTINGS, activeMassG: 0.02, electrodeAreaCm2: 1.6 };
  const [first] = cellCycles([cycle(1)], TESTS, settings).cycles;
  expect(first?.specificChargeCapacityMahG).toBeCloseTo(100_000, 8); // 2000 mAh / 0.02 g
  expect(first?.specificDischargeCapacityMahG).toBeCloseTo(95_000, 8); // 1900 mAh / 0.02 g
  expect(first?.specificChargeEnergyWhKg).toBeCloseTo(400_000, 8); // 8 Wh / 0.00002 kg
  expect(first?.specificDischargeEnergyWhKg).toBeCloseTo(332_500, 8); // 6.65 Wh / 0.00002 kg
  expect(first?.arealChargeCapacityMahCm2).toBe(1250); // 2000 mAh / 1.6 cm²
  expect(first?.arealDischargeCapacityMahCm2).toBe(1187.5); // 1900 mAh / 1.6 cm²
  expect(first?.arealChargeEnergyMwhCm2).toBe(5000); // 8000 mWh / 1.6 cm²
  expect(first?.arealDischargeEnergyMwhCm2).toBe(4156.25); // 6650 mWh / 1.6 cm²
  const [unknown] = cellCycles([cycle(1)], TESTS, SETTINGS).cycles;
  expect([unknown?.specificChargeCapacityMahG, unknown?.arealDischargeEnergyMwhCm2]).toEqual([null, null]);
});

it("gives rates from the hours of charge and of discharge, and nothing where these are 0 or unknown", () => {
  const settings = { ...SETTINGS, nominalCapacityAh: 2.5 };
  const [first] = cellCycles([cycle(1)], TESTS, settings).cycles;
  expect(first?.chargeRateC).toBeCloseTo(0.2, 12); // 2 Ah / 4 h / 2.5 Ah
  expect(first?.dischargeRateC).toBeCloseTo(0.38, 12); // 1.9 Ah / 2 h / 2.5 Ah
  const [none] = cellCycles([cycle(1, { chargeDurationS: 0, dischargeDurationS: null })], TESTS, settings).cycles;
  expect([none?.chargeRateC, none?.dischargeRateC]).toEqual([null, null]);
  expect(cellCycles([cycle(1)], TESTS, SETTINGS).cycles[0]?.chargeRateC).toBeNull();
});

it("gives the coulombic inefficiency for an hour of the cycle, uncovered seconds included", () => {
  const [first] = cellCycles([cycle(1, { durationS: 35_000, uncoveredS: 1000 })], TESTS, SETTINGS).cycles;
  expect(first?.coulombicInefficiencyPerHour).toBeCloseTo(0.005, 12); // (1 − 0.95) / 10 h
  const [old] = cellCycles([cycle(1, { uncoveredS: null })], TESTS, SETTINGS).cycles;
  expect(old?.coulombicInefficiencyPerHour).toBeNull();
});

it("sums up what all cycles moved so far, those that do not count and those of other tests too", () => {
  const tests = [...TESTS, { testId: 2, cycleOffset: 0 }];
  const stored = [cycle(1), cycle(2, { isPartial: true }), cycle(2, { testId: 2, startedAtUs: 9e9 }), cycle(4)];
  const { cycles } = cellCycles(stored, tests, { ...SETTINGS, nominalCapacityAh: 1.95 });
  // Each moves 2 + 1.9 Ah and 8 + 6.65 Wh; two have the number 2.
  const expected = [3.9, 11.7, 11.7, 15.6];
  for (const [index, sum] of expected.entries()) expect(cycles[index]?.throughputAh).toBeCloseTo(sum, 12);
  for (const [index, count] of [1, 3, 3, 4].entries()) {
    expect(cycles[index]?.equivalentFullCycles).toBeCloseTo(count, 12); // ÷ (2 × 1.95 Ah)
  }
  expect(cycles[3]?.throughputWh).toBeCloseTo(58.6, 12);
});

it("counts complete, whole and unexcluded cycles, of two with one number that of the test that started later", () => {
  const shown = [
    { ...cycle(1), cycle: 1, isExcluded: false },
    { ...cycle(2, { isPartial: true }), cycle: 2, isExcluded: false },
    { ...cycle(3), cycle: 3, isExcluded: true },
    { ...cycle(4, { startedAtUs: 400 }), cycle: 4, isExcluded: false },
    { ...cycle(1, { testId: 2, startedAtUs: 9e9 }), cycle: 4, isExcluded: false },
    { ...cycle(5, { isComplete: false }), cycle: 5, isExcluded: false },
  ];
  const counted = statisticsCycles(shown).map(({ testId, cycle: number }) => [testId, number]);
  // Of the two that show 4 the second test's, which began after the first one.
  expect(counted).toEqual([
    [1, 1],
    [2, 4],
  ]);
});
