import { expect, it } from "vitest";
import { blocksOf, bodyOf, type SamplePlan, sampleOf } from "./samples";

const plan: SamplePlan = {
  prefix: "cell",
  cells: 3,
  startMs: 1_700_000_000_000,
  stepMs: 1000,
  samplesInCycle: 4,
  isStaggered: false,
};

it("charges in the first half of each cycle and discharges in the second", () => {
  const samples = [0, 1, 2, 3, 4].map((n) => sampleOf(plan, 0, n));
  expect(samples.map(({ current }) => Math.sign(current))).toEqual([1, 1, -1, -1, 1]);
  expect(samples.map(({ cycle, step }) => [cycle, step])).toEqual([
    [1, 1],
    [1, 1],
    [1, 2],
    [1, 2],
    [2, 1],
  ]);
  expect(samples[4]?.time).toBe(1_700_000_004_000);
});

it("lets cells age where the plan says so, the last of a rack twice as fast as its first", () => {
  const ageing = { ...plan, fadePerCycle: 1e-4 };
  const lostBetween = (cell: number) => {
    const at = (n: number) => sampleOf(ageing, cell, n).current / sampleOf(plan, cell, n).current;
    return 1 - at(4 * 1000) / at(0);
  };
  expect(lostBetween(0)).toBeCloseTo(0.1, 3); // 1,000 cycles of 1e-4
  expect(lostBetween(23)).toBeCloseTo(0.196, 3); // of 1e-4 × (1 + 23 / 24)
});

it("lets the cells take turns, over the borders of requests", () => {
  const shape = { cells: 2, samplesOfCell: 10 };
  expect(blocksOf(plan, shape, 0)).toEqual([
    { cell: 0, from: 0, count: 10 },
    { cell: 1, from: 0, count: 10 },
  ]);
  expect(blocksOf(plan, shape, 1)).toEqual([
    { cell: 2, from: 0, count: 10 },
    { cell: 0, from: 10, count: 10 },
  ]);
});

it("says the same in rows and in columns", () => {
  const blocks = [{ cell: 1, from: 5, count: 2 }];
  const [rows, columns] = [bodyOf(plan, "rows", blocks), bodyOf(plan, "columns", blocks)].map((body) =>
    JSON.parse(body),
  );
  expect(rows.samples).toHaveLength(2);
  const [series] = columns.series;
  expect(series.cell).toBe("cell-001");
  for (const name of ["time", "voltage", "current", "cycle", "step", "testTime"]) {
    expect(series[name]).toEqual(rows.samples.map((row: Record<string, number>) => row[name]));
  }
});
