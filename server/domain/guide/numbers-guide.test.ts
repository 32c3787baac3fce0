import { expect, it } from "vitest";
import { METRIC_NAMES } from "../cycles/metrics";
import { CYCLES_GUIDE } from "./cycles-guide";
import { exampleText } from "./derived-entry";
import { DERIVED_SECTIONS, guideEntries, numbersGuide, unitText } from "./numbers-guide";

const example = (name: string) => guideEntries().find((entry) => entry.name === name)?.example;

it("is the page of the docs; `npx vitest run --project unit numbers-guide -u` writes it anew", async () => {
  await expect(numbersGuide()).toMatchFileSnapshot("../../../docs/numbers.md");
});

it("tells of every metric, with a value of each that the example can have", () => {
  const entries = guideEntries();
  expect(entries.map(({ name }) => name)).toEqual(METRIC_NAMES);
  for (const { label, formula, source } of entries) {
    expect(Math.min(formula.length, source.length), label).toBeGreaterThan(0);
    expect(numbersGuide()).toContain(`: ${formula}.\n\nSource: ${source}.`);
  }
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

it("tells of ageing, of every kind of curve, of groups and of steps, each with a unit and a source", () => {
  const entries = DERIVED_SECTIONS.flatMap(({ entries }) => entries);
  for (const { label, unit, source } of entries) {
    expect(numbersGuide()).toContain(`### ${label}`);
    expect(Math.min(unit.length, source.length)).toBeGreaterThan(0);
  }
  const withoutExample = entries.filter(({ example }) => example === null).map(({ name }) => name);
  expect(withoutExample).toEqual(["vit"]); // samples as they are
  const anchors = [...METRIC_NAMES, ...entries.map(({ name }) => name), ...CYCLES_GUIDE.map(({ id }) => id)];
  expect(new Set(anchors).size).toBe(anchors.length);
  for (const kind of ["vq", "dqdv", "dvdq", "dq", "vit"]) expect(anchors).toContain(kind);
});

// Worked out by hand, from what each example says of itself.
it.each([
  ["endOfLife", "End of life: 6."], // 0.8800 Ah is 80 %: below it 0.87951, then 0.87964, 0.87843 and 0.877
  ["cyclesTo", "to 95 % 2, to 90 % 2, to 80 % 6, to 70 % none."],
  ["firstCycleEfficiency", "0.842105, and 0.1875 Ah."], // 1 ÷ 1.1875, 1.1875 − 1
  ["knee", "from there on: 60. Without the bend: none."],
  ["onset", "onset 100, knee "],
  ["vq", "3.1 V at 0 Ah, 3.7 V at 0.5 Ah, 4.2 V at 1 Ah, 4.2 V at 1.125 Ah, 4.2 V at 1.1875 Ah."],
  ["dqdv", "0.833333 Ah/V at 3.4 V and 1 Ah/V at 4 V."], // 0.5 ÷ 0.6 and 0.5 ÷ 0.5
  ["dvdq", "1.2 V/Ah at 0.25 Ah and 1 V/Ah at 0.75 Ah."],
  ["dq", "0 Ah at 3.8 V, −0.025 Ah at 3.4 V and −0.05 Ah at 3.2 V;"], // half and all of 0.05 Ah
  ["statistics", "mean 1, std 0.02, median 1, quartiles 0.99 and 1.01, n 3."], // √((0.02² + 0.02²) ÷ 2)
  ["otherAxes", "0.95 and 0.7 Ah after 3 Ah, mean 0.825 Ah."], // each half way between its two
  ["thinned", "20 cells is not, one of 18 cells is not, one of 17 cells is thinned."], // 90 % of 20 is 18
  ["uncertainty", "their mean by 0.0003 Ah, grade B."], // 0.02 and 0.04 %: 0.03 %
  ["changePer100", "1 mAh less with each: −5 %."], // 0.1 of 2 Ah
  ["sigmas", "sigmas 6.246"],
  ["robustScore", "404.965 of the highest and −4.9913 of the lowest"], // 0.6745 × 1.80118 ÷ 0.003, and of −0.0222
  ["resolution", "4.2001, 4.2001, 4.2003, 4.1996 V lie within 1 mV"], // 0.7 mV
  ["resolution", "robust scores of 0, 0, 0, 0."],
  ["flagged", "2 of 41 are outliers."],
  // 0.842105 × (0.0426649 ÷ 1.1875 + 0.000840095 ÷ 1)
  ["coulombicEfficiencyUncertainty", "0.842105 ± 0.0309629."],
  ["control", "rest, CC-CV with 1 and 0.1875 Ah, CC."],
  ["resistanceOhm", "0.05, 0.055, 0.06 and 0.1 Ω at 0, 1, 2 and 10 s, at 30 s none. The charge before"],
  ["rate-test", "1C: 0.975 Ah over 2 cycles, `ofFirst` 1."], // (1 + 0.95) ÷ 2
])("works out the example of %s", (name, expected) => {
  const entry = DERIVED_SECTIONS.flatMap(({ entries }) => entries).find((other) => other.name === name);
  expect(entry?.example?.()).toContain(expected);
});

it("prints values to six digits, and says of a ratio that it has no unit", () => {
  expect([1 / 3, -2, 0, 1234567, null].map(exampleText)).toEqual(["0.333333", "−2", "0", "1234570", "none"]);
  expect(["1", "Ah"].map(unitText)).toEqual(["without a unit", "in Ah"]);
});
