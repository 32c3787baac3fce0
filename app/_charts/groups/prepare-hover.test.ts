import { describe, expect, it } from "vitest";
import { METRICS } from "@/server/domain/cycles/metrics";
import { hoverText, nearestIndex, nearestTarget } from "./prepare-hover";
import { prepareRunning } from "./running/prepare-running";
import { drawnAs } from "./prepare-band";
import { GROUP_AXES } from "./prepare-group-axes";
import { seriesOf } from "./series-of";

// 10 pixels a cycle from x = 0, 20 pixels a unit, upwards from y = 200.
const projection = { plot: { x: 0, y: 0, width: 100, height: 200 }, x: [0, 10], y: [0, 10] } as const;

const line = (name: string, mean: number) =>
  seriesOf({
    ...{ key: name, name, cells: 30, cycle: [1, 2, 3], mean: [mean, mean, mean], std: [0.5, 0.5, null] },
    ...{ n: [30, 29, 1], thinned: [false, false, true] },
  });

const running = [
  { cellId: 1, cell: "W-01", groupKey: "W", cycle: 4, value: 5 },
  { cellId: 2, cell: "W-02", groupKey: "W", cycle: 4, value: -2 },
  { cellId: 3, cell: "W-03", groupKey: "W", cycle: 4, value: 12 },
  { cellId: 4, cell: "W-04", groupKey: "W", cycle: 4, value: null },
  { cellId: 5, cell: "W-05", groupKey: "W", cycle: 44, value: 5 },
  { cellId: 6, cell: "X-01", groupKey: "X", cycle: 4, value: 5 },
];

it("tells what has no unit without one", () => {
  const metric = METRICS.equivalentFullCycles;
  const series = drawnAs({ ...line("W", 8), median: [8, 8, 8] }, { line: "median", band: "std" });
  const { rows } = hoverText({ kind: "mean", series, index: 0, x: 0, y: 0 }, metric);
  expect(rows.slice(1, 5)).toEqual([
    { label: "Median", value: "8.000" },
    { label: "Quartiles", value: "8.000 … 8.000" },
    { label: "Mean", value: "8.000" },
    { label: "± std", value: "0.500 (6.3 %)" },
  ]);
  const [mark] = prepareRunning(running, 1, projection);
  const unfinished = mark && hoverText({ kind: "running", mark, x: 0, y: 0 }, metric).rows[1];
  expect(unfinished).toEqual({ label: "So far", value: "5.000" });
});

describe("unfinished cycles", () => {
  it("stand at their value, or on the edge they are beyond; other cycles and missing values are not drawn", () => {
    const marks = prepareRunning(
      running.filter(({ groupKey }) => groupKey === "W"),
      1,
      projection,
    );
    expect(marks.map(({ cell, x, y, edge }) => ({ cell, x, y, edge }))).toEqual([
      { cell: "W-01", x: 40, y: 100, edge: null },
      { cell: "W-02", x: 40, y: 200, edge: "below" },
      { cell: "W-03", x: 40, y: 0, edge: "above" },
    ]);
  });
});

describe("hover", () => {
  it("snaps to the nearest cycle of the nearest line", () => {
    const target = nearestTarget([line("W", 8), line("X", 4)], [], { x: 17, y: 110 }, projection);
    expect(target).toMatchObject({ kind: "mean", series: { name: "X" }, index: 1, x: 20, y: 120 });
  });

  it("takes an unfinished cycle only when the pointer is on it", () => {
    const marks = prepareRunning(running, 1, projection);
    expect(nearestTarget([line("W", 8)], marks, { x: 42, y: 103 }, projection)).toMatchObject({ kind: "running" });
    expect(nearestTarget([line("W", 8)], marks, { x: 42, y: 120 }, projection)).toMatchObject({ kind: "mean" });
  });

  it("finds nothing where nothing is drawn, and nothing outside the axis", () => {
    expect(nearestTarget([], [], { x: 0, y: 0 }, projection)).toBeNull();
    expect(nearestIndex([1, 2, 3], 2.4, [0, 10])).toBe(1);
    expect(nearestIndex([1, 2, 3], 2.6, [0, 10])).toBe(2);
    expect(nearestIndex([1, 2, 3], 2.6, [0, 2])).toBe(1);
    expect(nearestIndex([1, 2, 3], 8, [5, 10])).toBeNull();
  });

  it("says group, cycle, mean, spread and n", () => {
    const target = { kind: "mean", series: line("W", 8), index: 1, x: 0, y: 0 } as const;
    expect(hoverText(target, METRICS.dischargeCapacityAh)).toEqual({
      title: "W",
      rows: [
        { label: "Cycle", value: "2" },
        { label: "Mean", value: "8.000 Ah" },
        { label: "± std", value: "0.500 Ah (6.3 %)" }, // 0.5 / 8 = 6.25 %
        { label: "n", value: "29 of 30" },
      ],
    });
    const alone = { ...target, index: 2 };
    expect(hoverText(alone, METRICS.dischargeCapacityAh).rows[2]).toEqual({ label: "± std", value: "– (one cell)" });
    expect(hoverText(alone, METRICS.dischargeCapacityAh).rows[3]).toEqual({ label: "n", value: "1 of 30, thinned" });
    expect(hoverText(target, METRICS.coulombicEfficiency).rows[2]?.value).toBe("0.5000 %");
    const sure = { ...target, series: { ...target.series, uncertainty: [0.03, 0.03, null] } };
    expect(hoverText(sure, METRICS.coulombicEfficiency).rows.slice(1, 4)).toEqual([
      { label: "Mean", value: `${target.series.mean[1]?.toFixed(2)} %` },
      { label: "± std", value: "0.50 %" },
      { label: "at most ±", value: "0.030 %" },
    ]);
  });

  it("says the median and the quartiles where the line is the median, and where on another axis it is", () => {
    const quartiles = { median: [7.9, 7.9, 7.9], q1: [7.5, 7.5, 7.5], q3: [8.1, 8.1, 8.1] };
    const series = drawnAs(
      { ...line("W", 8), ...quartiles, x: [0, 3600, 9000] },
      { line: "median", band: "quartiles" },
    );
    const target = { kind: "mean", series, index: 2, x: 0, y: 0 } as const;
    expect(hoverText(target, METRICS.dischargeCapacityAh, GROUP_AXES.testTime).rows.slice(0, 4)).toEqual([
      { label: "Under test", value: "2.5 h" },
      { label: "Median", value: "7.900 Ah" },
      { label: "Quartiles", value: "7.500 … 8.100 Ah" },
      { label: "Mean", value: "8.000 Ah" },
    ]);
  });

  it("finds what is off the scale at the edge", () => {
    const target = nearestTarget([line("W", 80)], [], { x: 21, y: 3 }, projection);
    expect(target).toMatchObject({ kind: "mean", index: 1, x: 20, y: 0 });
  });

  it("names the cell of an unfinished cycle", () => {
    const [mark] = prepareRunning(running, 1, projection);
    if (!mark) throw new Error("no mark");
    expect(hoverText({ kind: "running", mark, x: 0, y: 0 }, METRICS.dischargeCapacityAh)).toEqual({
      title: "W-01",
      rows: [
        { label: "Cycle", value: "4, unfinished" },
        { label: "So far", value: "5.000 Ah" },
      ],
    });
  });
});
