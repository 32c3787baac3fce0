import { expect, it } from "vitest";
import { cellLinesPath } from "./prepare-cell-lines";

// 10 pixels a cycle, 20 pixels a unit, upwards from y = 200.
const projection = { plot: { x: 0, y: 0, width: 100, height: 200 }, x: [0, 10], y: [0, 10] } as const;

it("draws each cell in the unit shown, a lone cycle as a dot, and no value that is no number", () => {
  const lines = [
    { cycle: [1, 2, 3], value: [0.05, Number.NaN, 0.04] },
    { cycle: [5], value: [0.1] },
    { cycle: [], value: [] },
  ];
  expect(cellLinesPath(lines, 100, projection)).toBe("M10,100L30,120M50,0h0");
});
