import { expect, it } from "vitest";
import { prepareFamily, type LoadedCurve } from "@/app/_charts/curves/prepare-curves";
import {
  chosenCurves,
  cyclesOfFamily,
  fewerText,
  noteText,
  parametersText,
  zoomOf,
  zoomedTo,
} from "./prepare-curves-view";

const loadedCurve = (cycle: number, x: number[]): LoadedCurve => ({
  cycle,
  test: "",
  mode: "discharge",
  x,
  y: x.map(() => 3.7),
  note: null,
});
const ofCycle = (cycle: number | null) => ({ cycle, kind: "vq", mode: "discharge" }) as const;

it("asks for all cycles, or for those between two ends", () => {
  const cycles = [{ cycle: 1 }, { cycle: 90 }];
  expect(cyclesOfFamily(cycles, { first: null, last: null })).toBeNull();
  expect(cyclesOfFamily(cycles, { first: 10, last: null })).toBe("10-90");
  expect(cyclesOfFamily(cycles, { first: 100, last: null })).toBeNull(); // no cycle is so late
  expect(cyclesOfFamily(undefined, { first: 10, last: 20 })).toBeNull();
});

it("puts the cycle that is looked at in front, in the family's unit", () => {
  const family = prepareFamily([loadedCurve(1, [0, 0.2]), loadedCurve(3, [0, 0.18])], "vq", "discharge");
  expect(chosenCurves(family, undefined, ofCycle(3))).toEqual([family.curves[1]]);
  // Alone it would be told in mAh.
  expect(chosenCurves(family, [loadedCurve(2, [0, 0.05])], ofCycle(2)).map(({ x }) => [...x])).toEqual([[0, 0.05]]);
  expect(chosenCurves(family, [loadedCurve(2, [0, 0.05])], ofCycle(4))).toEqual([]);
  expect(chosenCurves(family, undefined, ofCycle(null))).toEqual([]);
});

it("keeps a zoom in Ah and V, whatever unit is shown", () => {
  const coin = prepareFamily([loadedCurve(1, [0, 0.004])], "vq", "discharge");
  const change = zoomOf({ axis: "x", from: 1, to: 3 }, coin);
  expect(change).toEqual({ left: 0.001, right: 0.003 });
  expect(zoomedTo({ left: 0.001, right: 0.003, low: null, high: 4 }, coin)).toEqual({
    x: { from: 1, to: 3 },
    y: { from: null, to: 4 },
  });
  expect(zoomOf({ axis: "y", from: 3, to: 4 }, coin)).toEqual({ low: 3, high: 4 });
  expect(zoomOf(null, coin)).toEqual({ left: null, right: null, low: null, high: null });
});

it("says how curves were made, and of which cycles something was left out", () => {
  expect(parametersText("vq", { points: 200 })).toBe("at most 200 points a curve");
  const savgol = { method: "savgol", window: 11, order: 3 };
  expect(parametersText("dqdv", { gridV: 0.005, smoothing: savgol })).toBe(
    "grid 5 mV, Savitzky–Golay, window 11, order 3",
  );
  expect(parametersText("dvdq", { gridAh: null, smoothing: { method: "none" } })).toBe(
    "grid of a 250th of each step's capacity, not smoothed",
  );
  expect(parametersText("dqdv", { gridV: 0.005, smoothing: { method: "gaussian", sigma: 0.01 } })).toBe(
    "grid 5 mV, Gaussian, σ 10 mV",
  );
  expect(parametersText("dvdq", { gridAh: 0.02, smoothing: { method: "gaussian", sigma: 0.04 } })).toBe(
    "grid 0.02 Ah, Gaussian, σ 0.04 Ah",
  );
  expect(fewerText({ points: 200 })).toBeNull();
  expect(fewerText({ points: 200, cyclesChosen: { count: 27, of: 312, mostSamples: 1_000_000 } })).toBe(
    "27 of 312 cycles, chosen evenly: more of them hold over 1,000,000 samples. A range of fewer cycles shows more of its own.",
  );
  expect(noteText("left out", [4])).toBe("Cycle 4: left out");
  expect(noteText("left out", [1, 2, 3, 4, 5, 6, 7, 8])).toBe("Cycles 1, 2, 3, 4, 5, 6 and 2 more: left out");
});
