import { expect, it } from "vitest";
import { cyclesLookedAt, prepareCycleRange, rangeText } from "./prepare-cycle-range";

it.each([
  ["", "", null, null],
  [3, "", { from: 3, to: 3 }, null],
  [3, 5, { from: 3, to: 5 }, null],
  [5, 3, { from: 5, to: 3 }, "The last cycle lies before the first"],
  ["", 3, null, "Say from which cycle, too"],
])("reads %j to %j", (from, to, cycles, problem) => {
  expect(prepareCycleRange(from, to)).toEqual({ cycles, problem });
});

it.each([
  [null, "whole cell"],
  [{ from: 7, to: 7 }, "cycle 7"],
  [{ from: -1, to: 7 }, "cycles -1–7"],
])("says %j in words", (cycles, text) => {
  expect(rangeText(cycles)).toBe(text);
});

it.each([
  ["the chosen cycle", { cycle: 7, from: null, to: null }, { from: 7, to: 7 }],
  ["the chosen cycle of a part", { cycle: 7, from: 3, to: 12 }, { from: 7, to: 7 }],
  ["the part that is shown", { cycle: null, from: 3, to: 12 }, { from: 3, to: 12 }],
  ["what there is of it", { cycle: null, from: -5, to: 900 }, { from: 1, to: 20 }],
  ["cycles within it where it ends between two", { cycle: null, from: 13, to: 18 }, { from: 15, to: 15 }],
  ["a part without an end", { cycle: null, from: 15, to: null }, { from: 15, to: 20 }],
  ["a part without a start", { cycle: null, from: null, to: 4 }, { from: 1, to: 3 }],
  ["a part without cycles", { cycle: null, from: 16, to: 19 }, null],
  ["all", { cycle: null, from: null, to: null }, null],
])("points at %s", (_, looked, cycles) => {
  expect(cyclesLookedAt(looked, [1, 3, 7, 12, 15, 20])).toEqual(cycles);
});
