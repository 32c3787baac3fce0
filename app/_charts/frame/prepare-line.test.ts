import { expect, it } from "vitest";
import { linePath } from "./prepare-line";

/** A pixel a unit, y upwards from 100. */
const projection = { plot: { x: 0, y: 0, width: 100, height: 100 }, x: [0, 100], y: [0, 100] } as const;

it("joins neighbours, and leaves a gap where a value is missing", () => {
  const line = { x: [1, 2, 3, 4, 5], y: [10, 20, Number.NaN, 40, 50] };
  expect(linePath(line, projection)).toBe("M1,90L2,80M4,60L5,50");
});

it("draws a point without neighbours as a dot", () => {
  expect(linePath({ x: [1, 2, 9], y: [10, 10, 10] }, projection, (index) => index !== 2)).toBe("M1,90L2,90M9,90h0");
  expect(linePath({ x: [], y: [] }, projection)).toBe("");
});

it("keeps numbers drawable that lie far outside, and leaves out those that are none", () => {
  const path = linePath({ x: [0, 1, 2], y: [1e300, Number.POSITIVE_INFINITY, -1e300] }, projection);
  expect(path).toBe("M0,-10000h0M2,10000h0");
});
