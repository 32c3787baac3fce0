import { expect, it } from "vitest";
import { METRICS } from "@/server/domain/cycles/metrics";
import { GROUP_AXES } from "./prepare-group-axes";
import { groupTable } from "./prepare-group-table";
import { prepareSeries } from "./prepare-series";
import { groupStyle } from "./style/group-style";

const group = {
  key: "nmc",
  name: "NMC811",
  colour: 0,
  cells: 3,
  cycle: [1, 2, 3, 4],
  mean: [0.002, 0.0019, 0.0018, 0.0017],
  std: [0.0001, 0.0001, null, 0.0001],
  n: [3, 3, 1, 2],
  min: [0, 0, 0, 0],
  max: [1, 1, 1, 1],
  median: [0, 0, 0, 0],
  q1: [0, 0, 0, 0],
  q3: [0, 0, 0, 0],
  thinned: [false, false, false, true],
};
it("tells by how much means may be off, and no digit of an efficiency that this does not support", () => {
  const efficiencies = { ...group, mean: [0.9987321, 0.9987321, 0.9987321, 0.9987321] };
  const series = prepareSeries({ ...efficiencies, uncertainty: [0.0004, 0.00004, null, 0.0004] }, 100);
  const table = groupTable({
    groups: [{ series, style: groupStyle(0) }],
    ...{ running: [], cellLines: [], metric: METRICS.coulombicEfficiency, axis: GROUP_AXES.cycle, x: [1, 3] },
  });
  expect(table.columns.at(-1)).toBe("Mean at most ±");
  expect(table.rows.map((row) => [row[2], row.at(-1)])).toEqual([
    [99.87, 0.04],
    [99.873, 0.004],
    [99.87321, null],
  ]);
});

it("says which cycles it is of, what it refers to, and how many cells people left out of what is shown", () => {
  const shownOf = (leftOut: { cells: number; inPart: number }) => ({
    ...{ series: prepareSeries({ ...group, leftOut }, 1), style: groupStyle(0) },
  });
  const shown = { running: [], cellLines: [], metric: METRICS.dischargeCapacityAh, axis: GROUP_AXES.cycle };
  const aboutOf = (groups: Parameters<typeof groupTable>[0]["groups"], about: string[] = []) =>
    groupTable({ ...shown, groups, about, x: [1, 3] }).about;
  expect(aboutOf([shownOf({ cells: 1, inPart: 0 }), shownOf({ cells: 1, inPart: 2 })], ["Cycles: Check-ups"])).toEqual([
    "Cycles: Check-ups",
    "Excluded from statistics: 2 of 6 cells, and some cycles of 2 cells",
  ]);
  expect(aboutOf([shownOf({ cells: 0, inPart: 1 })])).toEqual(["Excluded from statistics: some cycles of 1 cell"]);
  expect(aboutOf([{ series: prepareSeries(group, 1), style: groupStyle(0) }])).toEqual([]);
});

const inMah = { ...METRICS.dischargeCapacityAh, unit: "mAh", scale: 1000 };

it("has the points between the ends of the axis, in the unit shown, and no band where none is drawn", () => {
  const table = groupTable({
    groups: [{ series: prepareSeries(group, 1000), style: groupStyle(0) }],
    running: [
      { cellId: 1, cell: "A-01", groupKey: "nmc", cycle: 4, value: 0.0005 },
      { cellId: 2, cell: "B-01", groupKey: "hidden", cycle: 4, value: 0.0005 },
    ],
    cellLines: [{ cellId: 1, cell: "A-01", groupKey: "nmc", cycle: [1, 2], value: [0.002, 0.0021] }],
    metric: inMah,
    axis: GROUP_AXES.cycle,
    x: [2, 4],
  });
  expect(table.columns.slice(1, 3)).toEqual(["Cycle number", "Discharge capacity / mAh"]);
  expect(table.rows).toEqual([
    ["NMC811", 2, 1.9, 1.8, 2, 3, "group"],
    ["NMC811", 3, 1.8, null, null, 1, "group"],
    ["NMC811", 4, 1.7, null, null, 2, "thinned"],
    ["NMC811 · A-01", 2, 2.1, null, null, 1, "cell"],
    ["NMC811 · A-01", 4, 0.5, null, null, 1, "unfinished"],
  ]);
});
