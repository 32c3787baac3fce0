import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { toSampleColumns } from "../samples/sample-columns";
import { beforeHeld, capacityAlong, type CurveRun } from "./curve-samples";
import { pointsByLength } from "./points-by-length";
import { capacityAtVoltages, capacityPerVolt, voltageOverCapacity, voltPerCapacity } from "./run-curves";
import { deltaQ } from "./severson";

type Row = [testTimeS: number, voltageV: number, currentA: number];
const START_US = 1.7e15;

function runOf(sign: 1 | -1, rows: readonly Row[], rest: Partial<CurveRun> = {}): CurveRun {
  const samples = toSampleColumns(
    rows.map(([testTimeS, voltageV, currentA]) => ({
      timeUs: START_US + testTimeS * 1e6,
      record: 0,
      testTimeS,
      voltageV,
      currentA,
    })),
  );
  return { samples, sign, leadInS: 0, heldFromUs: null, maxGapSeconds: null, ...rest };
}

/** A discharge at 1 A for an hour from 4 V to 3 V, evenly: 1 Ah a volt, at so many rows. */
const even = (rows: number, sign: 1 | -1 = -1) =>
  runOf(
    sign,
    Array.from({ length: rows }, (_, index): Row => {
      const share = index / (rows - 1);
      return [3600 * share, sign === 1 ? 3 + share : 4 - share, sign];
    }),
  );
const SAVGOL = { method: "savgol", window: 11, order: 3 } as const;

describe("capacity along a run", () => {
  const rows: Row[] = [
    [100, 4, -2],
    [1900, 3.8, -2],
    [3700, 3.6, -1],
  ];

  it("sums trapezoids up, the lead-in with them", () => {
    // 90 s × 2 A, then 1800 s × 2 A, then 1800 s × 1.5 A.
    expect([...capacityAlong(runOf(-1, rows, { leadInS: 90 }))]).toEqual(
      [180, 3780, 6480].map((moved) => moved / 3600),
    );
  });

  it("leaves out intervals, and a lead-in, over the cell's longest gap", () => {
    expect([...capacityAlong(runOf(-1, rows, { leadInS: 90, maxGapSeconds: 60 }))]).toEqual([0, 0, 0]);
  });

  it("counts nothing of the other direction, and goes by time where test time is missing or falls", () => {
    expect([...capacityAlong(runOf(1, rows))]).toEqual([0, 0, 0]);
    const run = runOf(-1, rows);
    run.samples.testTimeS.set([100, Number.NaN, 50]);
    expect(capacityAlong(run)[2]).toBeCloseTo(6300 / 3600, 12);
  });
});

it("keeps the constant-voltage part in V–Q and leaves it out of the others", () => {
  const rows: Row[] = [
    [0, 3, 1],
    [1800, 3.6, 1],
    [3600, 4.2, 1],
    [4500, 4.2, 0.5],
    [5400, 4.2, 0.1],
  ];
  const run = runOf(1, rows, { heldFromUs: START_US + 3600e6 });
  const curve = voltageOverCapacity(run, 100);
  // 1 Ah, then 900 s × 0.75 A and 900 s × 0.3 A.
  expect(curve.x.at(-1)).toBeCloseTo(1 + 0.1875 + 0.075, 12);
  expect([...curve.y]).toEqual([3, 3.6, 4.2, 4.2, 4.2]);
  expect(beforeHeld(run).length).toBe(3);
  const perVolt = capacityPerVolt(run, { gridV: 0.05, smoothing: { method: "none" } });
  expect(perVolt.x[0]).toBeCloseTo(3, 12);
  expect(perVolt.x.at(-1)).toBeCloseTo(4.2, 12);
  for (const value of perVolt.y) expect(value).toBeCloseTo(1 / 1.2, 9); // 1 Ah over 1.2 V
});

it.each([
  ["savgol", SAVGOL],
  ["gaussian", { method: "gaussian", sigma: 0.01 }],
  ["none", { method: "none" }],
] as const)("gives 1 Ah/V everywhere of an even run, in both directions, by %s", (_, smoothing) => {
  for (const sign of [1, -1] as const) {
    const curve = capacityPerVolt(even(500, sign), { gridV: 0.005, smoothing });
    expect(curve.x).toHaveLength(201);
    expect(curve.x[0]).toBeCloseTo(3, 12);
    expect(curve.x.at(-1)).toBeCloseTo(4, 12);
    expect(curve.note).toBeNull();
    for (const value of curve.y) expect(value).toBeCloseTo(1, 9);
    const { y, gridAh } = voltPerCapacity(even(500, sign), { gridAh: null, smoothing });
    expect(gridAh).toBeCloseTo(1 / 250, 12);
    for (const value of y) expect(value).toBeCloseTo(1, 9);
  }
});

it("smooths a step by a Gaussian of the width asked for", () => {
  // 0.2 Ah at 3.505 … 3.5 V and nothing else: its dQ/dV is a peak whose width is that of the weights.
  const rows: Row[] = [
    [0, 4, -1e-9],
    [1, 3.505, -720],
    [2, 3.5, -720],
    [3, 3, -1e-9],
  ];
  const sigma = 0.02;
  const { x, y } = capacityPerVolt(runOf(-1, rows), { gridV: 0.001, smoothing: { method: "gaussian", sigma } });
  const moment = (power: number) => x.reduce((sum, at, index) => sum + (y[index] ?? 0) * at ** power, 0);
  const mean = moment(1) / moment(0);
  expect(mean).toBeGreaterThan(3.2);
  expect(mean).toBeLessThan(3.8);
  // Beside the peak 0.1 Ah lie in half a volt: 0.2 Ah/V. Without them 0.199 Ah of its 5 mV are left.
  const [besideAhV, peakAh] = [0.2, 0.2 - 0.2 * 0.005];
  const height = peakAh / (sigma * Math.sqrt(2 * Math.PI)) + besideAhV; // 4.17 Ah/V; 40 Ah/V when not smoothed
  const offBy = (value: number, expected: number) => Math.abs(value / expected - 1);
  expect(offBy(Math.max(...y), height)).toBeLessThan(0.01); // a sigma of 0.0205 V would be off by 2.6 %
  const peak = [...x].flatMap((at, index) =>
    Math.abs(at - 3.5025) < 4 * sigma ? [{ offV: at - 3.5025, ah: ((y[index] ?? 0) - besideAhV) * 0.001 }] : [],
  );
  const sum = (power: number) => peak.reduce((total, { offV, ah }) => total + ah * offV ** power, 0);
  expect(offBy(sum(0), peakAh)).toBeLessThan(0.01);
  expect(offBy(Math.sqrt(sum(2) / sum(0)), sigma)).toBeLessThan(0.01);
});

it("leaves out samples off the monotone branch, and says so", () => {
  const rows: Row[] = [
    [0, 4, -1],
    [600, 3.9, -1],
    [1200, 3.95, -1], // recovers: off the branch
    [1800, 3.9, -1], // no new extreme
    [2400, 3.8, -1],
    [3600, 3.5, -1],
  ];
  const { note, x, y } = capacityAtVoltages(runOf(-1, rows), 0.1);
  expect(note).toBe("2 samples lie off the monotone branch and are left out.");
  expect([...x].map((at) => Number(at.toFixed(9)))).toEqual([3.5, 3.6, 3.7, 3.8, 3.9, 4]);
  // 600 s at 3.9 V and 2400 s at 3.8 V on the branch; 3.6 V lies two thirds of the way from 2400 s to 3600 s.
  expect(y[4]).toBeCloseTo(600 / 3600, 12);
  expect(y[3]).toBeCloseTo(2400 / 3600, 12);
  expect(y[1]).toBeCloseTo(3200 / 3600, 12);
});

it.each([
  ["one sample", runOf(-1, [[0, 4, -1]]), 0.005, "The step has fewer than two samples that could be a curve."],
  ["none", runOf(-1, []), 0.005, "The step has fewer than two samples that could be a curve."],
  ["a short step", even(2), 0.2, "The step spans 6 places of 0.2 V; its smoothing needs 11. Ask for a finer grid."],
  [
    "a grid that is too fine",
    even(2),
    1e-6,
    "The grid is too fine: it would have 1000001 places, 10000 are possible. Ask for a coarser one.",
  ],
])("gives no curve of %s, and says why", (_, run, gridV, note) => {
  expect(capacityPerVolt(run, { gridV, smoothing: SAVGOL })).toEqual({
    x: new Float64Array(0),
    y: new Float64Array(0),
    note,
  });
  expect(voltageOverCapacity(run, 50).x.length).toBe(run.samples.length);
});

it("gives no dV/dQ of a step that moves nothing", () => {
  const still = runOf(
    1,
    [0, 1, 2].map((at): Row => [at, 3, 0]),
  );
  expect(voltPerCapacity(still, { gridAh: null, smoothing: SAVGOL }).note).toMatch(/^The step spans 0 places/);
});

it("draws a curve by its length: both ends, at most so many points, more where it bends", () => {
  const x = Float64Array.from({ length: 1001 }, (_, index) => index);
  const y = x.map((at) => (at < 900 ? 0 : at - 900)); // flat, then steep
  const kept = [...pointsByLength(x, y, 21)];
  expect(kept[0]).toBe(0);
  expect(kept.at(-1)).toBe(1000);
  expect(kept.length).toBeLessThanOrEqual(21);
  // Nine tenths of the x range are flat and of length 0.9; the rest is √(0.1² + 1²) long.
  expect(kept.filter((index) => index >= 900).length).toBeGreaterThanOrEqual(10);
  expect([...pointsByLength(x.subarray(0, 5), y.subarray(0, 5), 21)]).toEqual([0, 1, 2, 3, 4]);
  const still = new Float64Array(50);
  expect([...pointsByLength(still, still, 5)]).toEqual([0, 1, 2, 3, 49]);
});

describe("log10 var ΔQ(V)", () => {
  const { cells } = JSON.parse(readFileSync("fixtures/expected/severson-dq.json", "utf8"));
  const [header = "", ...lines] = gunzipSync(readFileSync("fixtures/ageing/severson-dq.csv.gz"))
    .toString()
    .trim()
    .split("\n");
  const columns = new Map(
    header
      .split(",")
      .map((name, at) => [name, Float64Array.from(lines, (line) => Number(line.split(",")[at]))] as const),
  );

  it.each([1, 2, 3])("is that of the reference for cell %i", (number) => {
    const columnOf = (cycle: number) => columns.get(`cell${number}_cycle${cycle}`) ?? new Float64Array(0);
    const { variance, log10Variance, minimumAh, meanAh } = deltaQ(columnOf(10), columnOf(100));
    const expected = cells[number - 1];
    expect(variance / expected.variance).toBeCloseTo(1, 9);
    expect((log10Variance ?? 0) / expected.log10Variance).toBeCloseTo(1, 9);
    expect(minimumAh).toBeCloseTo(expected.minimum, 9);
    expect(meanAh).toBeCloseTo(expected.mean, 9);
  });

  it("is none of two equal cycles, and of no places", () => {
    expect(deltaQ(Float64Array.of(1, 2), Float64Array.of(1, 2)).log10Variance).toBeNull();
    expect(() => deltaQ(new Float64Array(0), new Float64Array(0))).toThrow(RangeError);
  });
});
