import { expect, it } from "vitest";
import { cellCycles, type CellMetricSettings, type StoredCycle } from "./cycle-metrics";

const SETTINGS: CellMetricSettings = { polarity: "full_cell", referenceCycle: null, formationCycles: 0, excluded: [] };
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
  formulaVersion: 2,
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
