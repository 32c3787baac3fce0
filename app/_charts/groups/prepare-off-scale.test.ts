import { expect, it } from "vitest";
import { edgePath, offScalePath } from "./prepare-off-scale";
import { seriesOf } from "./series-of";

// 10 pixels a cycle, 20 pixels a unit, upwards from y = 200.
const projection = { plot: { x: 0, y: 0, width: 100, height: 200 }, x: [0, 10], y: [0, 10] } as const;

it("marks what the axis does not reach at the edge, neighbours with one mark", () => {
  const series = seriesOf({ cycle: [1, 2, 3, 4, 8], mean: [12, 13, 5, -1, 12] });
  const marks = [
    edgePath({ x: 10, y: 0 }, "above"), // cycle 2 lies 10 pixels further, and shares it
    edgePath({ x: 40, y: 200 }, "below"),
    edgePath({ x: 80, y: 0 }, "above"),
  ];
  expect(offScalePath(series, projection)).toBe(marks.join(""));
});

it("marks nothing that is in the picture, no number, or not among the cycles shown", () => {
  const series = seriesOf({ cycle: [1, 2, 30], mean: [5, Number.NaN, 50] });
  expect(offScalePath(series, projection)).toBe("");
});
