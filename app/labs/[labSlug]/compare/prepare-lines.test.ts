import { expect, it } from "vitest";
import type { PageCycle } from "@/server/domain/cells/cell-page";
import type { OtherX } from "@/server/domain/groups/x-axes";
import { boundTextWithGrade } from "@/app/_charts/frame/prepare-uncertainty";
import { GROUP_AXES } from "@/app/_charts/groups/prepare-group-axes";
import { boundAt } from "@/app/_charts/groups/prepare-series";
import { METRICS } from "@/server/domain/cycles/metrics";
import { boundsAt, differencesTable } from "./prepare-difference-table";
import { lastShared, prepareDifferences, valueAt } from "./prepare-differences";
import { aboutCompared, lineOfCell, lineOfGroup, normalised } from "./prepare-lines";

const HOUR_MS = 3_600_000;
const cycleOf = (cycle: number, given: Partial<PageCycle>): PageCycle => ({
  ...{ cycle, test: "", startedAtMs: 0, endedAtMs: 0, underTestS: null, sampleCount: 1, tags: [], warnings: [] },
  ...{ isComplete: true, isPartial: false, isExcluded: false },
  ...given,
});
const found = {
  referenceCycle: 2,
  cycles: [
    cycleOf(1, { underTestS: 0, startedAtMs: 10 * HOUR_MS, isPartial: true }),
    cycleOf(2, { underTestS: 7200, startedAtMs: 12 * HOUR_MS }),
    cycleOf(3, { underTestS: 14_400, startedAtMs: 14 * HOUR_MS }),
    cycleOf(4, { underTestS: 21_600, startedAtMs: 100 * HOUR_MS, test: "restart" }),
    cycleOf(5, { underTestS: 28_800, startedAtMs: 103 * HOUR_MS, test: "restart" }),
    cycleOf(6, { underTestS: 36_000, startedAtMs: 106 * HOUR_MS, test: "restart", isComplete: false }),
  ],
  metrics: { dischargeCapacityAh: [0.1, 2, 1.9, 1.8, 1.7, 0.4], throughputAh: [0, 4, 8, 12, 16, 18] },
};
const capacity = { metric: "dischargeCapacityAh", x: null, filter: null } as const;
const xOf = (x: OtherX) => lineOfCell("A-01", found, { ...capacity, x }).x;

it("leaves out what statistics leave out", () => {
  expect(lineOfCell("A-01", found, capacity)).toMatchObject({
    ...{ name: "A-01", x: [2, 3, 4, 5], mean: [2, 1.9, 1.8, 1.7] },
  });
});

it("compares the cycles that are asked for, and shares of the same reference as ever", () => {
  const cycles = found.cycles.map((one) => ({ ...one, tags: one.cycle % 2 === 0 ? ["ageing"] : ["check_up"] }));
  const metrics = { ...found.metrics, dischargeRateC: [1, 1, 0.5, 0.52, null, 0.5] };
  const line = (tags: string[], rateC: number | null) =>
    lineOfCell("A-01", { ...found, cycles, metrics }, { ...capacity, filter: { tags, rateC } });
  expect(line(["check_up"], null)).toMatchObject({ x: [3, 5], mean: [1.9, 1.7], base: { value: 2, isOfFirst: false } });
  expect(line([], 0.5)).toMatchObject({ x: [3, 4], base: { value: 2, isOfFirst: false } });
  expect(line(["ageing"], 0.5).x).toEqual([4]);
});

it("counts throughput over the cell, days from its reference cycle, and time under test over all of its tests", () => {
  expect(xOf("throughputAh")).toEqual([4, 8, 12, 16]);
  expect(xOf("days")).toEqual([0, 2 / 24, 88 / 24, 91 / 24]);
  expect(xOf("testTime")).toEqual([7200, 14_400, 21_600, 28_800]); // the partial cycle took its time, too
});

it("carries how sure a capacity is, and no share of one", () => {
  const uncertainty = [0.1, 0.002, 0.002, null, 0.002, 0.01];
  const metrics = { ...found.metrics, dischargeCapacityUncertaintyAh: uncertainty };
  const line = lineOfCell("A-01", { ...found, metrics }, capacity);
  expect(line.uncertainty).toEqual([0.002, 0.002, null, 0.002]);
  expect(normalised(line)?.uncertainty).toBeUndefined();
  expect(lineOfCell("A-01", found, capacity).uncertainty).toBeUndefined();
  const series = { x: line.x, uncertainty: line.uncertainty ?? null };
  expect([2, 2.5, 4, 9].map((place) => boundAt(series, place))).toEqual([0.002, 0.002, null, null]);
});

it("normalises by the reference cycle, and by the first point of what has none", () => {
  const line = lineOfCell("A-01", found, capacity);
  expect(normalised(line)?.mean).toEqual([1, 0.95, 0.9, 0.85]);
  const cycles = found.cycles.slice(3);
  const other = lineOfCell("A-01", { ...found, cycles, referenceCycle: null }, { ...capacity, x: "testTime" });
  expect(normalised(other)?.mean[1]).toBeCloseTo(2 / 0.1, 12); // the metrics' first values
  expect([normalised(line)?.name, normalised(other)?.name]).toEqual(["A-01", "A-01, of its first value"]);
  expect(normalised({ ...line, base: { value: 0, isOfFirst: false } })).toBeNull();
});

it("normalises a group by the mean of its cells' references, and says where there is none", () => {
  // Cycle 1 is formation: 2 Ah, where the reference cycles have 1.6.
  const cycle = [1, 2, 3];
  const [mean, none] = [[2, 1.6, 1.2], cycle.map(() => null)];
  const group = {
    ...{
      key: "nmc",
      name: "NMC",
      colour: 0,
      cells: 2,
      cycle,
      mean,
      median: mean,
      min: mean,
      max: mean,
      q1: mean,
      q3: mean,
    },
    ...{ std: none, n: [2, 2, 2], thinned: [false, false, false] },
  };
  const line = normalised(lineOfGroup("Cathode", "pin", group, 1.6));
  expect(line).toMatchObject({ name: "NMC (Cathode)", mean: [1.25, 1, expect.closeTo(0.75, 12)] });
  expect(normalised(lineOfGroup("Cathode", "pin", group, null))).toMatchObject({
    ...{ name: "NMC (Cathode), of its first value", mean: [1, 0.8, 0.6] },
  });
});

it("takes of a cycle that two tests have that of the test which started later, as statistics do", () => {
  const twice = {
    referenceCycle: 2,
    cycles: [
      cycleOf(1, { startedAtMs: 1 * HOUR_MS }),
      cycleOf(2, { startedAtMs: 2 * HOUR_MS }),
      cycleOf(2, { startedAtMs: 9 * HOUR_MS, test: "restart" }),
      cycleOf(3, { startedAtMs: 3 * HOUR_MS }),
      // What does not count leaves the number to nobody.
      cycleOf(3, { startedAtMs: 10 * HOUR_MS, test: "restart", isPartial: true }),
      cycleOf(4, { startedAtMs: 4 * HOUR_MS }),
    ],
    metrics: { dischargeCapacityAh: [2, 1.9, 1.5, 1.8, 0.1, 1.7] },
  };
  const line = lineOfCell("A-01", twice, capacity);
  expect(line).toMatchObject({ x: [1, 2, 4], mean: [2, 1.5, 1.7], base: { value: 1.5, isOfFirst: false } });
  expect(valueAt({ x: line.x, line: line.mean }, 2, true)).toBe(1.5);
  expect(lineOfCell("A-01", twice, { ...capacity, x: "days" }).x).toEqual([-8 / 24, -5 / 24, 0]);
});

it("says in its table which cycles are compared, of what they are shares, and whether some were left out", () => {
  expect(aboutCompared({ metric: "dischargeCapacityAh", isNormalised: false, filter: "" })).toEqual([]);
  expect(aboutCompared({ metric: "dischargeCapacityAh", isNormalised: true, filter: "Check-ups" })).toEqual([
    "Cycles: Check-ups",
    expect.stringMatching(/^Reference: each cell's own/),
    expect.stringContaining("mean of its cells"),
  ]);
  const excluded = found.cycles.map((one) => ({ ...one, isExcluded: one.cycle === 5 }));
  expect(lineOfCell("A-01", { ...found, cycles: excluded }, capacity).leftOut).toEqual({ cells: 0, inPart: 1 });
  expect(lineOfCell("A-01", found, capacity).leftOut).toBeUndefined();
});

const a = { key: "a", name: "A", x: [1, 2, 3], line: [2, 1.9, 1.8], std: [null, null, null], n: [1, 1, 1] };
const b = { key: "b", name: "B", x: [1, 3], line: [4, 3.6], std: [0.2, 0.4], n: [5, 3] };

it("compares where both have a value: between neighbours on other axes, never of cycles that there are not", () => {
  expect(valueAt(b, 2, true)).toBeNull();
  expect(valueAt(b, 2, false)).toBeCloseTo(3.8, 12);
  expect(valueAt(b, 3.5, false)).toBeNull();
  const [ofA, ofB] = prepareDifferences([a, b], 3, 0, true);
  expect(ofA).toMatchObject({ value: 1.8, std: null, n: 1, difference: null, relative: null });
  expect(ofB).toMatchObject({ first: 4, value: 3.6, std: 0.4, n: 3, relative: 1 });
  const [, between] = prepareDifferences([a, b], 2, 0, false);
  expect([between?.std, between?.n]).toEqual([expect.closeTo(0.3, 12), 3]);
  expect(ofB?.difference).toBeCloseTo(1.8, 12); // 3.6 − 1.8
  expect(ofB?.change).toBeCloseTo(-0.1, 12); // (3.6 − 4) ÷ 4
});

it("has beside capacities by how much they may be off, in the table and in its file", () => {
  const lines = [
    { ...a, uncertainty: [0.002, 0.002, 0.002] },
    { ...b, uncertainty: null },
  ];
  const shown = { metric: METRICS.dischargeCapacityAh, axis: GROUP_AXES.cycle, digits: [3, 3], reference: 0 };
  const rows = prepareDifferences(lines, 3, 0, true);
  const bounds = boundsAt(lines, rows, 3);
  expect(bounds).toEqual([0.002, null]);
  expect(boundTextWithGrade(rows[0]?.value ?? null, bounds?.[0] ?? null, shown.metric)).toBe("0.0020 C"); // 0.11 %
  const table = differencesTable(rows, { ...shown, at: 3, bounds });
  expect(table.columns.at(-1)).toBe("At most ± / Ah");
  expect(table.rows.map((row) => row.at(-1))).toEqual([0.002, null]);
  // Beyond the end of a line there is no value, and no bound of one.
  expect(boundsAt(lines, prepareDifferences(lines, 9, 0, true), 9)).toBeNull();
  const without = differencesTable(rows, { ...shown, metric: METRICS.equivalentFullCycles, at: 3, bounds: null });
  expect(without.columns.slice(3)).toEqual([
    "Equivalent full cycles",
    "± std",
    "Since its start / %",
    "Reference",
    "Difference",
    "Difference / %",
  ]);
  const ofShares = { ...METRICS.dischargeCapacityAh, unit: "%" };
  const { columns } = differencesTable(rows, { ...shown, metric: ofShares, at: 3, bounds: null });
  expect(columns).toContain("Difference / percentage points");
  expect(new Set(columns).size, "no two columns have one name").toBe(columns.length);
});

it("compares at the last place that all reach", () => {
  expect(lastShared([a, b])).toBe(3);
  expect(lastShared([a, { x: [1, 2] }])).toBe(2);
  expect(lastShared([a, { x: [7, 9] }])).toBe(9);
  expect(lastShared([{ x: [] }])).toBeNull();
});
