import { expect, it } from "vitest";
import { recomputeText } from "./recompute-text";

it("says how many tests are left, and nothing when none is", () => {
  expect(recomputeText({ tests: 40, old: 12 })).toContain("12 of 40 tests");
  expect(recomputeText({ tests: 1, old: 1 })).toContain("this lab's test");
  expect(recomputeText({ tests: 40, old: 0 })).toBeNull();
  expect(recomputeText({ tests: 0, old: 0 })).toBeNull();
});
