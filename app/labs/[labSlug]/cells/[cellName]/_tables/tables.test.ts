import { expect, it } from "vitest";
import { shownColumns } from "@/app/_components/table/prepare-table";
import { METRIC_NAMES } from "@/server/domain/cycles/metrics";
import type { PageCycle, PageStep } from "@/server/domain/cells/cell-page";
import { type CycleRow, cycleNotes, metricColumns, minuteText } from "./prepare-cycles-table";
import { stepColumns } from "./prepare-steps";

const cycle = (given: Partial<PageCycle> = {}): PageCycle => ({
  cycle: 1,
  test: "",
  startedAtMs: 0,
  endedAtMs: 1,
  underTestS: 1,
  sampleCount: 2,
  isComplete: true,
  isPartial: false,
  isExcluded: false,
  tags: [],
  warnings: [],
  ...given,
});
const step = (given: Partial<PageStep> = {}): PageStep => ({
  test: "",
  index: 0,
  step: null,
  mode: "charge",
  control: null,
  constantCurrent: null,
  constantVoltage: null,
  startedAtMs: 0,
  durationS: 3600,
  chargeCapacityAh: 1,
  dischargeCapacityAh: 0,
  chargeEnergyWh: 3.7,
  dischargeEnergyWh: 0,
  minVoltageV: 3,
  maxVoltageV: 4.2,
  maxTemperatureC: null,
  sampleCount: 1200,
  ...given,
});

const ROWS: CycleRow[] = [0, 1, 2].map((index) => ({ cycle: cycle({ cycle: index + 1 }), index }));

it("gives each metric one unit and the decimals of its largest value", () => {
  const columns = metricColumns({
    metrics: {
      dischargeCapacityAh: [0.0041, null, 0.00395],
      coulombicEfficiency: [1.0021, 0.99, null],
      voltageHysteresisV: [0.05, -0.05, null],
    },
  });
  expect(columns.map(({ head }) => head)).toEqual([
    "Discharge capacity / mAh",
    "Coulombic efficiency / %",
    "Voltage hysteresis / V",
  ]);
  expect(columns.map(({ textOf }) => ROWS.map(textOf))).toEqual([
    ["4.100", "", "3.950"],
    ["100.21", "99.00", ""],
    ["0.05000", "−0.05000", ""],
  ]);
  // Ordered and filtered by what is printed: in mAh and %.
  expect(columns.map(({ valueIn }) => valueIn?.(ROWS[0] as CycleRow))).toEqual([4.1, expect.closeTo(100.21, 9), 0.05]);
});

it("has three figures for a phone's card", () => {
  const labelsOf = (metrics: Parameters<typeof metricColumns>[0]["metrics"]) =>
    metricColumns({ metrics }).flatMap(({ label }) => label ?? []);
  const some = { dischargeCapacityAh: [0.004], chargeCapacityAh: [0.0041], coulombicEfficiency: [0.99] };
  expect(labelsOf(some)).toEqual(["Discharge / mAh", "Charge / mAh", "CE / %"]);
  expect(labelsOf({ ...some, capacityRetention: [1] })).toEqual(["Discharge / mAh", "Retention / %", "CE / %"]);
  const figures = stepColumns([step()]).filter(({ isFigure }) => isFigure);
  expect(figures.map(({ head }) => head)).toEqual(["Duration", "Charge / Ah", "Discharge / Ah"]);
});

it("prints an efficiency to the digits that its uncertainty supports", () => {
  const columns = metricColumns({
    metrics: {
      dischargeCapacityAh: [0.9987, 0.9987, 0.9987],
      chargeCapacityAh: [1, 1, 1],
      coulombicEfficiency: [0.9987, 0.9987, 0.9987],
      // Shares of 2e-4 and 2e-3: fourth and third decimal of the fraction.
      dischargeCapacityUncertaintyAh: [0.0000999, 0.000999, null],
      chargeCapacityUncertaintyAh: [0.0001, 0.001, null],
    },
  });
  const text = (name: string) => ROWS.map((row) => columns.find((column) => column.name === name)?.textOf(row));
  expect(text("coulombicEfficiency")).toEqual(["99.87", "99.9", "99.870"]);
  expect(text("dischargeCapacityUncertaintyAh")).toEqual(["0.10", "1.00", ""]); // mAh
});

it("heads a bound with what it is, and has the grade that follows from it", () => {
  const columns = metricColumns({
    metrics: {
      dischargeCapacityAh: [2, 2, null],
      dischargeCapacityUncertaintyAh: [0.0001, 0.05, null],
      dischargeRateC: [0.5, 0.5, 0.5],
      equivalentFullCycles: [1, 2, 3],
    },
  });
  expect(columns.map(({ head }) => head)).toEqual([
    "Discharge capacity / Ah",
    "Discharge capacity, at most about ± / mAh",
    "Grade of discharge capacity",
    "Discharge rate / (1/h)",
    "Equivalent full cycles",
  ]);
  expect(ROWS.map((row) => columns[2]?.textOf(row))).toEqual(["A", "D", ""]); // 5e-5, 2.5e-2
});

it("knows every metric: those that few ask for wait to be chosen", () => {
  const columns = metricColumns({ metrics: Object.fromEntries(METRIC_NAMES.map((name) => [name, [1, 1, 1]])) });
  const keys = columns.map(({ key }) => key);
  expect(keys).toEqual(expect.arrayContaining([...METRIC_NAMES]));
  expect(new Set(keys).size).toBe(keys.length);
  const extra = columns.filter(({ isExtra }) => isExtra === true).map(({ key }) => key);
  expect(extra).toEqual(expect.arrayContaining(["throughputAh", "dischargeEnergyWh", "minVoltageV", "uncoveredS"]));
  expect(shownColumns(columns, null)).toHaveLength(keys.length - extra.length);
});

it("says of a cycle whether it counts, its tags, its test and its warnings", () => {
  expect(cycleNotes(cycle())).toEqual([]);
  const given = { isPartial: true, isExcluded: true, tags: ["check_up"], test: "rpt", warnings: ["gap", "uncovered"] };
  expect(cycleNotes(cycle(given))).toEqual(["partial", "excluded", "check-up", "test rpt", "2 warnings"]);
  expect(cycleNotes(cycle({ isComplete: false, warnings: ["gap"] }))).toEqual(["under way", "1 warning"]);
  expect(cycleNotes(cycle({ olderFormulas: 3 }))).toEqual(["formulas 3"]);
});

it("tells moments to the minute in the lab's time zone", () => {
  expect(minuteText(Date.UTC(2026, 5, 1, 22, 30), "Europe/Berlin")).toBe("2026-06-02 00:30");
});

it("tells steps in one unit a column, and leaves out what no step has", () => {
  const steps = [
    step({ step: 3, control: "CC-CV", chargeCapacityAh: 0.01 }),
    step({ index: 1, mode: "rest", control: "rest", chargeCapacityAh: 0, durationS: 90 }),
  ];
  const columns = new Map(stepColumns(steps).map(({ key, head, texts }) => [key, { head, texts }]));
  expect(columns.get("charge")).toEqual({ head: "Charge / mAh", texts: ["10.00", "0.00"] });
  expect(columns.get("mode")?.texts).toEqual(["charge, CC-CV", "rest"]);
  expect(columns.get("duration")?.texts).toEqual(["1 h 00 min", "1 min 30 s"]);
  expect(columns.get("step")?.texts).toEqual(["3", "–"]);
  expect(columns.has("temperature")).toBe(false);
  expect(columns.has("test")).toBe(false);
  expect(stepColumns([step({ maxTemperatureC: 31.26, test: "b" })]).map(({ head }) => head)).toEqual(
    expect.arrayContaining(["Test", "Highest temperature / °C"]),
  );
});

it("tells of both parts of a charge that ends at a held voltage, in columns that are shown once they are chosen", () => {
  const parts = {
    constantCurrent: { durationS: 3600, capacityAh: 1 },
    constantVoltage: { durationS: 1800, capacityAh: 0.0587 },
  };
  const steps = [step({ control: "CC-CV", ...parts }), step({ index: 1, mode: "discharge", control: "CC" })];
  const extra = stepColumns(steps).filter(({ isExtra }) => isExtra);
  expect(extra.map(({ head, texts }) => [head, ...texts])).toEqual([
    ["CC capacity / Ah", "1.000", "–"],
    ["CC duration", "1 h 00 min", "–"],
    ["CV capacity / mAh", "58.70", "–"],
    ["CV duration", "30 min 0 s", "–"],
  ]);
  // Ordered and filtered by what is printed, and by seconds.
  expect(extra.map(({ values }) => values[0])).toEqual([1, 3600, expect.closeTo(58.7, 9), 1800]);
  expect(stepColumns([step()]).some(({ isExtra }) => isExtra)).toBe(false);
});
