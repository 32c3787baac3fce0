import { expect, it } from "vitest";
import { METRIC_NAMES } from "../cycles/metrics";
import { LIFE_ENTRIES } from "./life-and-curves";
import { guideEntries, numbersGuide } from "./numbers-guide";

const example = (name: string) => guideEntries().find((entry) => entry.name === name)?.example;

it("is the page of the docs; `npx vitest run --project unit numbers-guide -u` writes it anew", async () => {
  await expect(numbersGuide()).toMatchFileSnapshot("../../../docs/numbers.md");
});

it("tells of every metric, with a value of each that the example can have", () => {
  const entries = guideEntries();
  expect(entries.map(({ name }) => name)).toEqual(METRIC_NAMES);
  expect(entries.filter(({ example: [first] }) => first === null).map(({ name }) => name)).toEqual(["maxTemperatureC"]);
});

const CHARGE_UNCERTAINTY_AH = (2 * (1.25 + 75 + Math.sqrt(1 / 12) * 0.48 + Math.sqrt(1 / 6))) / 3600;

// Worked out by hand. Charge: 1 A for 3600 s, then (1 + 0.5)/2 × 600 + (0.5 + 0.25)/2 × 600 = 450 + 225 As at 4.2 V; 4275 As in all.
it.each([
  ["chargeCapacityAh", 1.1875, 1.1875],
  ["dischargeCapacityAh", 1, 0.95], // 3600 s; 1800 + 1620 s
  // (3.1 + 3.7)/2 × 1800 + (3.7 + 4.2)/2 × 1800 + 4.2 × 675 = 6120 + 7110 + 2835 Ws
  ["chargeEnergyWh", 16065 / 3600, 16065 / 3600],
  ["dischargeEnergyWh", 3.6, (3.8 * 1800 + 3.4 * 1620) / 3600],
  ["coulombicEfficiency", 1 / 1.1875, 0.95 / 1.1875],
  ["capacityRetention", 1, 0.95],
  ["constantVoltageShare", 675 / 4275, 675 / 4275],
  ["internalResistanceOhm", 0.1, 0.1], // from 3.0 V at rest to 3.1 V at 1 A
  ["specificDischargeCapacityMahG", 200, 190],
  ["arealDischargeCapacityMahCm2", 20, 19],
  ["dischargeRateC", 1, 1],
  ["chargeRateC", 1.1875 / (4800 / 3600), 1.1875 / (4800 / 3600)],
  ["throughputAh", 2.1875, 4.325],
  ["equivalentFullCycles", 1.09375, 2.1625],
  ["uncoveredS", 2, 3], // a second before each step but the first
  // Twice: a second at 1 A before the step, in the second cycle one more before its rest; 0.1 mA over its seconds; a clock of whole seconds.
  [
    "dischargeCapacityUncertaintyAh",
    (2 * (1 + Math.sqrt(1 / 12) * 0.36 + Math.sqrt(1 / 6))) / 3600,
    (2 * (2 + Math.sqrt(1 / 12) * 0.342 + Math.sqrt(1 / 6))) / 3600,
  ],
  // Twice: a second at 1 A before the step and one at 0.25 A behind it; half of 0.25 A × 600 s, the last interval (the one before it bends
  // by 0.5/600 ÷ 2400 at its begin and as much the other way at its end); 0.1 mA over 4800 s; the clock.
  ["chargeCapacityUncertaintyAh", CHARGE_UNCERTAINTY_AH, CHARGE_UNCERTAINTY_AH],
])("works out %s as %d and %d", (name, first, second) => {
  const [one, two] = example(name) ?? [];
  expect(one).toBeCloseTo(first, 12);
  expect(two).toBeCloseTo(second, 12);
});

it("tells of ageing and of every kind of curve", () => {
  const names = LIFE_ENTRIES.map(({ name }) => name);
  expect(names).toEqual(["endOfLife", "knee", "onset", "vq", "dqdv", "dvdq", "dq", "vit"]);
  for (const { label } of LIFE_ENTRIES) expect(numbersGuide()).toContain(`### ${label}`);
});
