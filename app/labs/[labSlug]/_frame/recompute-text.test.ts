import { expect, it } from "vitest";
import { recomputeText } from "./recompute-text";

it("says how many tests are left, and nothing when none is", () => {
  expect(recomputeText({ tests: 40, old: 12, changed: 0 })).toContain("12 of 40 tests");
  expect(recomputeText({ tests: 1, old: 1, changed: 0 })).toContain("this lab's test");
  expect(recomputeText({ tests: 40, old: 0, changed: 0 })).toBeNull();
  expect(recomputeText({ tests: 0, old: 0, changed: 0 })).toBeNull();
});

it("says whether formulas or settings have changed", () => {
  expect(recomputeText({ tests: 40, old: 0, changed: 3 })).toMatch(/^Settings .* 3 of 40 tests/);
  expect(recomputeText({ tests: 40, old: 2, changed: 3 })).toMatch(/^The formulas .* 5 of 40 tests/);
});
