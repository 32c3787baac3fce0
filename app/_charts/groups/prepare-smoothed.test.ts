import { expect, it } from "vitest";
import { runningMedian, smoothedSeries, withSmoothing } from "./prepare-smoothed";
import { seriesOf } from "./series-of";

it("takes a single outlier out, and keeps a slope to its ends", () => {
  expect(runningMedian([10, 9, 80, 7, 6, 5, 4], 5)).toEqual([10, 10, 9, 7, 6, 5, 4]);
  const falling = Array.from({ length: 40 }, (_, index) => 100 - index);
  expect(runningMedian(falling, 11)).toEqual(falling);
});

it("leaves what is no number, and out of its neighbours", () => {
  expect(runningMedian([null, 2, Number.NaN, 4, 6], 5)).toEqual([null, 2, Number.NaN, 5, 6]);
  expect(runningMedian([1, null, 3, 5, 100], 5)).toEqual([1, null, 4, 5, 100]);
  expect(runningMedian([], 5)).toEqual([]);
});

it("smooths line and band, never the statistics, and remembers both", () => {
  const mean = [1, 1, 9, 1, 1];
  const cycle = [1, 2, 3, 4, 5];
  const series = seriesOf({ cycle, x: cycle, mean, line: mean, low: mean.map((value) => value - 0.5), high: mean });
  const smoothed = smoothedSeries(series, 5);
  expect(smoothed.line).toEqual([1, 1, 1, 1, 1]);
  expect(smoothed.low).toEqual([0.5, 0.5, 0.5, 0.5, 0.5]);
  expect([smoothed.mean, smoothed.smoothedOver]).toEqual([mean, 5]);
  expect(smoothedSeries(series, 5)).toBe(smoothed);
  const groups = [{ series, style: { colour: "red", dash: null, marker: "circle" } as never }];
  expect(withSmoothing(groups, null)).toBe(groups);
  expect(withSmoothing(groups, 5)[0]?.series).toBe(smoothed);
});
