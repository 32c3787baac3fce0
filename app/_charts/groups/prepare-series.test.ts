import { describe, expect, it } from "vitest";
import type { GroupSeries } from "@/server/domain/groups/groups-view";
import {
  cycleExtent,
  indexAtOrAfter,
  indexesIn,
  latestSharedIndex,
  preparedSeriesOf,
  prepareSeries,
  valueExtent,
} from "./prepare-series";

const group = (given: Partial<GroupSeries>): GroupSeries => ({
  key: '["W"]',
  name: "W",
  colour: 0,
  cells: 3,
  cycle: [1, 2, 4],
  mean: [0.99, 0.98, 0.97],
  std: [0.01, null, 0.02],
  n: [3, 1, 2],
  min: [],
  max: [],
  median: [],
  ...given,
});

describe("series", () => {
  it("scales mean and band to the unit shown; one cell alone has no band", () => {
    const { mean, low, high } = prepareSeries(group({}), 100);
    expect(mean).toEqual([99, 98, 97]);
    expect(low).toEqual([98, null, 95]); // 99 − 1, none, 97 − 2
    expect(high).toEqual([100, null, 99]);
  });

  it("prepares a group once for as long as it stays the same object", () => {
    const same = group({});
    expect(preparedSeriesOf(same, 100)).toBe(preparedSeriesOf(same, 100));
    expect(preparedSeriesOf(same, 1)).not.toBe(preparedSeriesOf(group({}), 1));
  });

  it("finds cycles and ranges by bisection", () => {
    expect([0, 1, 3, 4, 5].map((cycle) => indexAtOrAfter([1, 2, 4], cycle))).toEqual([0, 0, 2, 2, 3]);
    expect(indexesIn([1, 2, 4], { from: 2, to: 3 })).toEqual([1, 2]);
    expect(indexesIn([1, 2, 4], { from: null, to: null })).toEqual([0, 3]);
    expect(indexesIn([1, 2, 4], { from: 9, to: 3 })).toEqual([3, 3]);
  });

  it("measures what the axes must hold", () => {
    const series = [prepareSeries(group({}), 100)];
    expect(valueExtent(series, { from: null, to: null })).toEqual([95, 100]);
    expect(valueExtent(series, { from: 2, to: 3 })).toEqual([98, 98]); // without a band, the mean counts
    expect(valueExtent(series, { from: 7, to: 9 })).toBeNull();
    expect(cycleExtent(series, [{ cycle: 5 }])).toEqual([1, 5]);
    expect(cycleExtent([], [])).toBeNull();
  });
});

describe("the cycle a group is at", () => {
  it("is the last one that half of the cells reached", () => {
    expect(latestSharedIndex([30, 30, 15, 2], [0, 4])).toBe(2);
    expect(latestSharedIndex([30, 30, 15, 2], [3, 4])).toBe(3); // of what is shown
    expect(latestSharedIndex([1], [0, 1])).toBe(0);
    expect(latestSharedIndex([], [0, 0])).toBeNull();
  });
});
