import { expect, it } from "vitest";
import { isCovered } from "./exclusions";

it("tells what another exclusion has excluded already", () => {
  const cycles = { from: 3, to: 5 };
  expect(isCovered(cycles, null)).toBe(true);
  expect(isCovered(cycles, cycles)).toBe(true);
  expect(isCovered(cycles, { from: 1, to: 5 })).toBe(true);
  expect(isCovered(cycles, { from: 4, to: 9 })).toBe(false);
  expect(isCovered(null, cycles)).toBe(false);
  expect(isCovered(null, null)).toBe(true);
});
