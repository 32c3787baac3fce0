import { expect, it } from "vitest";
import { neighbours } from "./prepare-deviations";
import { steppedCell } from "./prepare-peek";

it("steps through the cells in their order, and stays at the ends", () => {
  const cells = ["C", "A", "B"];
  expect(steppedCell(cells, null, 1)).toBe("C");
  expect(steppedCell(cells, null, -1)).toBe("B");
  expect(steppedCell(cells, "C", 1)).toBe("A");
  expect(steppedCell(cells, "C", -1)).toBe("C");
  expect(steppedCell(cells, "B", 1)).toBe("B");
  expect(steppedCell(cells, "gone", 1)).toBe("C");
  expect(steppedCell([], null, 1)).toBeNull();
});

it("finds the finished cycles beside one that may not be finished itself", () => {
  expect(neighbours([1, 2, 4], 2)).toEqual({ before: 1, at: 1, after: 4 });
  expect(neighbours([1, 2, 4], 3)).toEqual({ before: 2, at: null, after: 4 });
  expect(neighbours([1, 2, 4], 4)).toEqual({ before: 2, at: 2, after: null });
});
