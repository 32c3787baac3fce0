import { expect, it } from "vitest";
import { isCovered, isExcluded } from "./exclusions";

it("tells what another exclusion has excluded already", () => {
  const cycles = { from: 3, to: 5 };
  expect(isCovered(cycles, null)).toBe(true);
  expect(isCovered(cycles, cycles)).toBe(true);
  expect(isCovered(cycles, { from: 1, to: 5 })).toBe(true);
  expect(isCovered(cycles, { from: 4, to: 9 })).toBe(false);
  expect(isCovered(null, cycles)).toBe(false);
  expect(isCovered(null, null)).toBe(true);
});

it("excludes cycles by their shown numbers, both ends included, or the whole cell", () => {
  const cycles = [2, 3, 5, 6];
  expect(cycles.map((cycle) => isExcluded([{ from: 3, to: 5 }], cycle))).toEqual([false, true, true, false]);
  expect(cycles.map((cycle) => isExcluded([null], cycle))).toEqual([true, true, true, true]);
  expect(isExcluded([], 3)).toBe(false);
});
