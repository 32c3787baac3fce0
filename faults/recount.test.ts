import { expect, it } from "vitest";
import { countDifferences, recount } from "./recount";
import { valueAt } from "./values";

it("counts a cycle of the suite's samples", () => {
  const samples = Array.from({ length: 101 }, (_, n) => valueAt("seven x", n));
  const cycles = recount(samples);
  // 24 intervals of 10 s at 1 A: 240 A·s; the edges between steps count for nothing
  expect(cycles.get(1)?.chargeCapacityAh).toBeCloseTo(240 / 3600, 12);
  expect(cycles.get(1)?.dischargeCapacityAh).toBeCloseTo(240 / 3600, 12);
  expect(cycles.get(1)?.sampleCount).toBe(100);
  expect(cycles.get(2)?.sampleCount).toBe(1);
});

it("finds what differs", () => {
  const whole = recount(Array.from({ length: 200 }, (_, n) => valueAt("a", n)));
  const short = recount(Array.from({ length: 190 }, (_, n) => valueAt("a", n)));
  expect(countDifferences(whole, whole)).toBe(0);
  expect(countDifferences(whole, short)).toBe(1); // the rest at its end: a count, and no capacity
  expect(countDifferences(whole, new Map())).toBe(2);
});
