import { expect, it } from "vitest";
import { chooseEvenly, columnCount, curveKey, makeCurve } from "./curve-kinds";
import type { CurveRun } from "./curve-samples";

/** A discharge of 1 A over two hours, a row an hour; the third row lies above the second. */
const RUN: CurveRun = {
  samples: {
    length: 4,
    timeUs: Float64Array.of(0, 3600e6, 7200e6, 10_800e6),
    voltageV: Float64Array.of(4, 3.5, 3.6, 3),
    currentA: Float64Array.of(-1, -1, -1, -1),
    temperatureC: new Float64Array(4).fill(25),
    testTimeS: Float64Array.of(0, 3600, 7200, 10_800),
  },
  sign: -1,
  leadInS: 0,
  heldFromUs: null,
  maxGapSeconds: null,
};

it("gives a discharge's voltage over the capacity since its step began", () => {
  const { columns, note } = makeCurve({ kind: "vq", points: 10 }, RUN);
  expect(columns.map((column) => [...column])).toEqual([
    [0, 1, 2, 3], // 1 A for 1, 2 and 3 h
    [4, 3.5, 3.6, 3],
  ]);
  expect(note).toBeNull();
});

it("gives voltage, current and temperature over s since the first sample, or over Unix ms", () => {
  const traces = (x: "testTime" | "clock") => makeCurve({ kind: "vit", points: 10, x }, RUN).columns.map((c) => [...c]);
  expect(traces("testTime")[0]).toEqual([0, 3600, 7200, 10_800]);
  expect(traces("clock")).toEqual([
    [0, 3_600_000, 7_200_000, 10_800_000],
    [4, 3.5, 3.6, 3],
    [-1, -1, -1, -1],
    [25, 25, 25, 25],
  ]);
});

it("has two columns of a curve and four of traces, and one key a making", () => {
  expect(columnCount({ kind: "vq", points: 10 })).toBe(2);
  expect(columnCount({ kind: "vit", points: 10, x: "clock" })).toBe(4);
  const keys = [10, 11, 10].map((points) => curveKey({ kind: "vq", points }));
  expect(keys[0]).toBe(keys[2]);
  expect(keys[0]).not.toBe(keys[1]);
});

it("chooses evenly, the first and the last among them", () => {
  expect(chooseEvenly([1, 2, 3], 5)).toEqual([1, 2, 3]);
  // Places 0, 11 × 1/3, 11 × 2/3 and 11 of twelve, rounded: 0, 4, 7, 11.
  expect(chooseEvenly([..."abcdefghijkl"], 4)).toEqual(["a", "e", "h", "l"]);
});
