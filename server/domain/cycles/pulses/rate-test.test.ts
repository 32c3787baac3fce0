import { expect, it } from "vitest";
import { namedRate } from "../../tags/discharge-rates";
import { cellCycles, type StoredCycle } from "../cycle-metrics";
import { rateTest } from "./rate-test";

/** A cycle of a cell of 2 Ah: its discharge at so many A for so many hours. */
const cycle = (number: number, currentA: number, hours: number, given: Partial<StoredCycle> = {}): StoredCycle => ({
  testId: 1,
  cyclerCycle: number,
  chargeCapacityAh: 2,
  dischargeCapacityAh: currentA * hours,
  chargeEnergyWh: 8,
  dischargeEnergyWh: 7,
  minVoltageV: 3,
  maxVoltageV: 4,
  maxTemperatureC: null,
  startedAtUs: number,
  endedAtUs: number,
  sampleCount: 2,
  uncoveredS: 0,
  durationS: 1,
  chargeDurationS: 1,
  dischargeDurationS: hours * 3600,
  constantVoltageShare: null,
  internalResistanceOhm: null,
  chargeCapacityUncertaintyAh: null,
  dischargeCapacityUncertaintyAh: null,
  formulaVersion: 3,
  isComplete: true,
  isPartial: false,
  ...given,
});

const CYCLES = [
  cycle(1, 0.1, 18), // formation: C/20
  cycle(2, 0.21, 9), // 1.89 Ah at 0.105/h: C/10
  cycle(3, 0.2, 9.55), // 1.91 Ah at C/10
  cycle(4, 1.08, 1.75), // 1.89 Ah at 0.54/h: C/2
  cycle(5, 1.4, 1.3), // 1.82 Ah at 0.7/h, which is no usual rate
  cycle(6, 2, 0.9), // 1.8 Ah at 1C
  cycle(7, 2, 0.8, { isPartial: true }),
  cycle(8, 2, 0.85, { isComplete: false }),
  cycle(9, 2, 0.7), // excluded
];
const SETTINGS = {
  polarity: "full_cell",
  referenceCycle: null,
  formationCycles: 1,
  nominalCapacityAh: 2,
  activeMassG: null,
  electrodeAreaCm2: null,
  excluded: [{ from: 9, to: 9 }],
  tags: [],
  checkUpMaxRateC: null,
} as const;
const testOf = (given: object) =>
  rateTest(cellCycles(CYCLES, [{ testId: 1, cycleOffset: 0 }], { ...SETTINGS, ...given }).cycles);

it("gives the mean capacity at each rate, relative to that at the slowest", () => {
  const steps = testOf({});
  expect(steps.map(({ rateC, rate, cycles }) => [rateC, rate, cycles])).toEqual([
    [0.1, "C/10", 2],
    [0.5, "C/2", 1],
    [0.7, "0.7C", 1],
    [1, "1C", 1],
  ]);
  const capacities = [1.9, 1.89, 1.82, 1.8]; // the first is the mean of 1.89 and 1.91
  steps.forEach(({ dischargeCapacityAh, ofFirst }, index) => {
    expect(dischargeCapacityAh).toBeCloseTo(capacities[index] ?? 0, 12);
    expect(ofFirst).toBeCloseTo((capacities[index] ?? 0) / 1.9, 12);
  });
});

it("leaves out formation by hand, too, and has nothing to say without a nominal capacity", () => {
  const tags = [{ from: 2, to: 3, tag: "formation" }];
  expect(testOf({ tags })[0]).toMatchObject({ rate: "C/2", ofFirst: 1 });
  expect(testOf({ nominalCapacityAh: null })).toEqual([]);
});

it.each([
  [0.05, "C/20"],
  [0.18, "C/5"],
  [0.22, "C/5"],
  [0.34, "C/3"],
  [0.3667, "0.37C"], // 1/3 + 10 % is 0.36667
  [0.45, "C/2"],
  [0.44, "0.44C"],
  [1.1, "1C"],
  [1.11, "1.1C"],
  [1.5, "1.5C"],
  [2.7, "3C"],
  [11, "10C"],
  [0.0123, "0.012C"],
  [37, "37C"],
])("calls %d/h %s", (rateC, name) => {
  expect(namedRate(rateC).name).toBe(name);
});
