import { expect, it } from "vitest";
import type { PagePulse } from "@/server/domain/cells/cell-page";
import { formationFacts } from "./prepare-formation";
import { pulseColumns, pulsePoints, pulseTimes, rateColumns, ratePoints, shownPulseTime } from "./prepare-tests";

const NO_OHM = { "0": null, "1": null, "2": null, "10": null, "30": null, end: null };
const pulse = (given: Partial<PagePulse>): PagePulse => ({
  test: "",
  cycle: 1,
  index: 3,
  startedAtMs: 0,
  durationS: 10,
  restVoltageV: 3.7,
  currentA: -1,
  socFromNominal: 0.9,
  socFromSpan: 1,
  resistanceOhm: { ...NO_OHM, "0": 0.05, "10": 0.0612345, end: 0.0612345 },
  ...given,
});

it("tells a first cycle's efficiency to the digits that its uncertainty supports, and a coin cell's loss in mAh", () => {
  const formation = {
    cycle: 1,
    efficiency: 0.842105,
    efficiencyUncertainty: 0.0004, // supports the fourth place of the fraction
    irreversibleLossAh: 0.0001875,
    formationCycles: 2,
  };
  expect(formationFacts(formation).map(({ value, detail }) => [value, detail])).toEqual([
    ["84.21 %", "cycle 1, at most about ± 0.040 %"],
    ["0.1875 mAh", "of cycle 1"],
    ["2", "complete, by rule or by hand"],
  ]);
  const unknown = { ...formation, efficiency: null, efficiencyUncertainty: null, irreversibleLossAh: null };
  expect(formationFacts(unknown).map(({ value }) => value)).toEqual(["–", "–", "2"]);
});

it("tells a rate test in one unit, slowest first", () => {
  const steps = [
    { rateC: 0.1, rate: "C/10", cycles: 3, dischargeCapacityAh: 0.0025, ofFirst: 1 },
    { rateC: 2, rate: "2C", cycles: 1, dischargeCapacityAh: 0.002, ofFirst: 0.8 },
  ];
  expect(rateColumns(steps).map(({ head, texts }) => [head, ...texts])).toEqual([
    ["Cycles", "3", "1"],
    ["Discharge capacity / mAh", "2.500", "2.000"],
    ["Of the slowest / %", "100.0", "80.0"],
  ]);
  const { points, yTitle } = ratePoints(steps);
  expect([yTitle, ...points.map(({ title, x, y }) => `${title} ${x} ${y}`)]).toEqual([
    "Discharge capacity / mAh",
    "C/10 0.1 2.5",
    "2C 2 2",
  ]);
});

it("draws resistances over the state of charge, in mΩ, charges as rings; and the pulse's end where the time asked for has none", () => {
  const pulses = [
    pulse({}),
    pulse({ index: 5, currentA: 0.5, socFromNominal: null, socFromSpan: 0.4 }),
    pulse({ index: 7, socFromNominal: null, socFromSpan: null }),
    pulse({ index: 9, resistanceOhm: NO_OHM }),
  ];
  expect(pulseTimes(pulses).map(({ label }) => label)).toEqual(["after 0 s", "after 10 s", "at the pulse's end"]);
  expect([shownPulseTime(pulses, "10"), shownPulseTime(pulses, "30")]).toEqual(["10", "end"]);
  const { points, yTitle } = pulsePoints(pulses, "10", "UTC");
  expect(yTitle).toBe("Resistance, 10 s / mΩ");
  expect(points.map(({ x, y, isRing, title }) => [x, y, isRing, title])).toEqual([
    [90, expect.closeTo(61.2345, 9), false, "Cycle 1, discharge"],
    [40, expect.closeTo(61.2345, 9), true, "Cycle 1, charge"],
  ]);
  expect(pulseColumns(pulses, "10").map(({ head, texts, label }) => [head, texts[0], label])).toEqual([
    ["Current / A", "−1.000", "Current / A"],
    ["State of charge by nominal capacity, else by the span of its test / %", "90.00", "SOC, nominal or span / %"],
    ["Rest voltage / V", "3.700", null],
    ["R, 0 s / mΩ", "50.0", null],
    ["R, 10 s / mΩ", "61.2", "R, 10 s / mΩ"],
    ["R, end / mΩ", "61.2", null],
  ]);
  expect(pulseColumns(pulses, "10")[3]?.texts).toEqual(["50.0", "50.0", "50.0", "–"]);
});

it("says by what states of charge are told", () => {
  const headings = (given: Partial<PagePulse>[]) => {
    const pulses = given.map(pulse);
    const { xTitle, points } = pulsePoints(pulses, "10", "UTC");
    const soc = pulseColumns(pulses, "10").find(({ key }) => key === "soc");
    expect(soc?.head).toBe(xTitle);
    return [xTitle, soc?.label, points[0]?.rows[1]?.value];
  };
  const nominal = ["State of charge by nominal capacity / %", "SOC, nominal / %", "90.0 % by nominal capacity"];
  expect(headings([{}, { socFromNominal: null, socFromSpan: null }])).toEqual(nominal);
  expect(headings([{ socFromNominal: null, socFromSpan: 0.4 }])).toEqual([
    "State of charge by the span of its test / %",
    "SOC, span / %",
    "40.0 % by the span of its test",
  ]);
});
