import { expect, it } from "vitest";
import { firstNotBelow, interpolated } from "./interpolate";

const X = Float64Array.of(1, 2, 4);
const Y = Float64Array.of(10, 20, 60);
const at = (place: number) => interpolated(X, Y, firstNotBelow(X, place), place);

it("finds the first value that is not below", () => {
  expect([0, 1, 1.5, 2, 4, 5].map((value) => firstNotBelow(X, value))).toEqual([0, 0, 1, 1, 2, 3]);
});

it("interpolates between neighbours, and knows nothing beyond the ends", () => {
  expect([1, 1.5, 2, 3, 4].map(at)).toEqual([10, 15, 20, 40, 60]); // 3 lies half-way from 2 to 4
  expect([0.9, 4.1].map(at)).toEqual([Number.NaN, Number.NaN]);
});
