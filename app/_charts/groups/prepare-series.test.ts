import { describe, expect, it } from "vitest";
import type { GroupSeries } from "@/server/domain/groups/groups-view";
import {
  cycleExtent,
  hasTail,
  indexAtOrAfter,
  indexesIn,
  isInRange,
  latestFullIndex,
  preparedSeriesOf,
  prepareSeries,
  valueExtent,
  withoutTail,
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
  thinned: [false, false, false],
  min: [],
  max: [],
  median: [],
  q1: [],
  q3: [],
  ...given,
});

describe("series", () => {
  it("scales mean and band to the unit shown; one cell alone has no band", () => {
    const { mean, low, high } = prepareSeries(group({}), 100);
    expect(mean).toEqual([99, 98, 97]);
    expect(low).toEqual([98, null, 95]); // 99 − 1, none, 97 − 2
    expect(high).toEqual([100, null, 99]);
  });

  it("stands at the places of another axis, with their usual distance", () => {
    const { x, step } = prepareSeries({ ...group({}), x: [0, 2.5, 7.5] }, 1);
    expect({ x, step }).toEqual({ x: [0, 2.5, 7.5], step: 2.5 }); // one place without a value is left out
    expect(prepareSeries({ ...group({}), x: [3] }, 1).step).toBe(1);
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
    expect(indexesIn([0.5, 1.5, 2.5], { from: 0.6, to: 2.4 })).toEqual([1, 2]);
    expect(indexesIn([0.5, 1.5, 2.5], { from: 1.5, to: 2.5 })).toEqual([1, 3]);
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

describe("a range", () => {
  it("is empty where neither a finished cycle nor one under way lies in it", () => {
    const groups = [{ series: { x: [1, 2, 4] } }];
    expect(isInRange(groups, [], { from: 2, to: 3 })).toBe(true);
    expect(isInRange(groups, [], { from: 3, to: 3 })).toBe(false);
    expect(isInRange(groups, [{ cycle: 5 }], { from: 5, to: null })).toBe(true);
    expect(isInRange(groups, [{ cycle: 5 }], { from: 6, to: null })).toBe(false);
    expect(isInRange([], [], { from: null, to: null })).toBe(false);
  });
});

describe("the thinned end of a line", () => {
  // Ten cells to cycle 3; five of them to cycle 4, and one, another kind of cell, to cycle 5.
  const ending = prepareSeries(
    group({
      cells: 10,
      cycle: [1, 2, 3, 4, 5],
      mean: [5, 5, 5, 5.4, 8],
      std: [0.5, 0.5, 0.5, 0.5, null],
      n: [10, 10, 10, 5, 1],
      thinned: [false, false, false, true, true],
    }),
    1,
  );

  it("is no part of what the axes hold", () => {
    expect(valueExtent([ending], { from: null, to: null })).toEqual([4.5, 5.5]);
    expect(cycleExtent([ending], [])).toEqual([1, 3]);
    expect(cycleExtent([ending], [{ cycle: 4 }, { cycle: 6 }])).toEqual([1, 4]); // the next one is under way
    expect(cycleExtent([ending], [{ cycle: 6 }], true)).toEqual([1, 6]); // asked for whole
  });

  it("is measured by its means where nothing else is shown", () => {
    expect(valueExtent([ending], { from: 4, to: null })).toEqual([5.4, 8]);
  });

  it("is drawn down to half of the cells, and below that on demand", () => {
    expect(withoutTail(ending)).toMatchObject({ cycle: [1, 2, 3, 4], n: [10, 10, 10, 5] });
    expect(withoutTail(ending)).toBe(withoutTail(ending));
    expect(hasTail(ending)).toBe(true);
    const whole = prepareSeries(group({}), 1);
    expect(withoutTail({ ...whole, n: [3, 3, 2] }).cycle).toEqual([1, 2, 4]);
    expect(hasTail({ ...whole, n: [3, 3, 2] })).toBe(false);
  });

  it("does not say where the group is", () => {
    expect(latestFullIndex(ending, [0, 5])).toBe(2);
    expect(latestFullIndex(ending, [3, 5])).toBe(3); // of what is shown: five of five
    expect(latestFullIndex({ n: [1], thinned: [false] }, [0, 1])).toBe(0);
    expect(latestFullIndex({ n: [], thinned: [] }, [0, 0])).toBeNull();
  });
});
