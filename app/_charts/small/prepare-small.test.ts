import { expect, it } from "vitest";
import { seriesOf } from "../groups/series-of";
import { cellsProjection, groupsProjection, smallProjection } from "./prepare-small";

const band = { low: [4, 4], high: [5, 5], mean: [4.5, 4.5] };
const group = seriesOf({ cycle: [1, 2], ...band });
const cell = (cycle: number[], value: number[]) => ({ cellId: 1, cell: "A", groupKey: "", cycle, value });

it("gives all groups one pair of axes", () => {
  const { x, y } = groupsProjection([group, seriesOf({ cycle: [1, 9], mean: [2, 2] })]);
  expect(x).toEqual([1, 9]);
  expect(y[0]).toBeLessThanOrEqual(2);
  expect(y[1]).toBeGreaterThanOrEqual(5);
});

it("holds the cells, as far as the band is left to be seen", () => {
  const near = cellsProjection(group, [cell([1, 5], [0.03, 0.06])], 100);
  expect(near.x).toEqual([1, 5]);
  expect(near.y).toEqual([3, 6]);
  // The band is 1 high: nothing beyond 4 heights leads the axis away, so 0 … 9.
  const far = cellsProjection(group, [cell([1, 2], [-900, 4])], 1);
  expect(far.y[0]).toBeGreaterThanOrEqual(-1);
});

it("has a width and a height whatever there is", () => {
  for (const projection of [
    smallProjection(null, null),
    groupsProjection([]),
    cellsProjection(seriesOf({ cycle: [3], mean: [2.8] }), [], 1),
    cellsProjection(seriesOf({ cycle: [3], mean: [Number.NaN] }), [cell([3], [Number.NaN])], 1),
  ]) {
    expect(projection.x[1]).toBeGreaterThan(projection.x[0]);
    expect(projection.y[1]).toBeGreaterThan(projection.y[0]);
  }
});
