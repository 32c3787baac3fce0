import { expect, it } from "vitest";
import { prepareCycleRange, rangeText } from "./prepare-cycle-range";

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
