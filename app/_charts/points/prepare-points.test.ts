import { expect, it } from "vitest";
import { nearestMeasured, type Point, pointsExtent, pointsOn, pointsTable } from "./prepare-points";

const point = (x: number, y: number): Point => ({ key: `${x}`, x, y, title: `at ${x}`, rows: [], isRing: false });
const POINTS = [point(1, 10), point(5, 60), point(9, 200)];
/** A pixel a unit, y upwards from 100. */
const projection = { plot: { x: 0, y: 0, width: 10, height: 100 }, x: [0, 10], y: [0, 100] } as const;

it("finds the nearest point that is on the axes, and nothing where there is none", () => {
  expect(nearestMeasured(POINTS, { x: 8, y: 0 }, projection)).toMatchObject({ point: { x: 5 }, x: 5, y: 40 });
  expect(nearestMeasured([], { x: 8, y: 0 }, projection)).toBeNull();
});

it("shows a point on which an axis ends, though its end was rounded", () => {
  const atEnd = point(10, 0.1 * 3 * 1000); // 300.00000000000006
  expect(pointsOn([atEnd], { x: [0, 10], y: [0, 300] })).toEqual([atEnd]);
  expect(pointsOn([point(10, 301)], { x: [0, 10], y: [0, 300] })).toEqual([]);
});

it("holds all points, and lists those that are shown", () => {
  expect(pointsExtent(POINTS)).toEqual({ x: [1, 9], y: [10, 200] });
  expect(pointsExtent([])).toBeNull();
  expect(pointsTable(POINTS, { x: [0, 10], y: [0, 100], xTitle: "Rate", yTitle: "Capacity" })).toMatchObject({
    columns: ["Point", "Rate", "Capacity"],
    rows: [
      ["at 1", 1, 10],
      ["at 5", 5, 60],
    ],
  });
});
