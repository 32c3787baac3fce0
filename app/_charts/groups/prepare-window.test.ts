import { expect, it } from "vitest";
import { METRICS } from "@/server/domain/cycles/metrics";
import { seriesOf } from "./series-of";
import { shownExtent } from "./prepare-window";

const whole = { from: null, to: null };
const cycle = [1, 2, 3, 4, 5];
const efficiency = METRICS.coulombicEfficiency;

it("leaves a formation cycle out of the axis of efficiencies", () => {
  const series = [seriesOf({ cycle, mean: [85, 99.8, 99.9, 99.9, 100] })];
  // Quartiles 99.8 and 99.9: three widths of 0.1 around them, and no further up than there are values.
  const [low, high] = shownExtent(series, whole, efficiency) ?? [0, 0];
  expect(low).toBeCloseTo(99.5, 10);
  expect(high).toBe(100);
  expect(shownExtent(series, whole, METRICS.capacityRetention)).toEqual([85, 100]);
});

it("is no narrower than the digits that tell something, and no wider than the values", () => {
  const equal = [seriesOf({ cycle, mean: [90, 99.9, 99.9, 99.9, 99.9] })];
  const [low, high] = shownExtent(equal, whole, efficiency) ?? [0, 0];
  expect(low).toBeCloseTo(99.85, 10); // 0.0005 of 100 %
  expect(high).toBeCloseTo(99.9, 10);
  expect(shownExtent([seriesOf({ cycle, mean: [99.9, 99.9, 99.9, 99.9, 99.9] })], whole, efficiency)).toEqual([
    99.9, 99.9,
  ]);
  expect(shownExtent([], whole, efficiency)).toBeNull();
  const thinned = cycle.map(() => true);
  expect(shownExtent([seriesOf({ cycle, mean: [1, 2, 3, 4, 5], thinned })], whole, efficiency)).toEqual([1, 5]);
});
