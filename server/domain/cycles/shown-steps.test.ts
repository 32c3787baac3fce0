import { expect, it } from "vitest";
import { hasGap, largestCurrentA, restCurrentA } from "./shown-steps";

it("takes the larger of both directions as a run's largest current", () => {
  expect(largestCurrentA({ minCurrentA: -2, maxCurrentA: 0.5 })).toBe(2);
  expect(largestCurrentA({ minCurrentA: 0.1, maxCurrentA: 0.5 })).toBe(0.5);
});

it("rests below a thousandth of the C-rate current, else below 1 % of the test's largest", () => {
  expect(restCurrentA(3, 10)).toBeCloseTo(0.003, 15); // 3 Ah: 1C is 3 A
  expect(restCurrentA(null, 0.00016)).toBeCloseTo(1.6e-6, 18); // a coin cell's test below 1 mA is no rest
});

it("warns of a longest interval over 60 s and over ten times the mean of its others", () => {
  // Four intervals: 61 s and three of 6 s are 79 s; the mean of the others is 6 s.
  const step = { intervalCount: 4, durationS: 79, leadInS: 0, longestIntervalS: 61 };
  expect(hasGap(step)).toBe(true);
  expect(hasGap({ ...step, longestIntervalS: 60, durationS: 78 })).toBe(false);
  expect(hasGap({ ...step, durationS: 61 + 3 * 6.2 })).toBe(false); // not ten times 6.2 s
  expect(hasGap({ ...step, durationS: 79 + 30, leadInS: 30 })).toBe(true); // a lead-in is no interval
  expect(hasGap({ ...step, intervalCount: 2, durationS: 67 })).toBe(false);
});
