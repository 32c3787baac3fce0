import { METRICS } from "../cycles/metrics";
import { describe, expect, it } from "vitest";
import {
  compareDeviations,
  deviationOf,
  deviations,
  groupStatistics,
  largestOf,
  scatterBetween,
  statisticsBetween,
  thinnedOf,
} from "./statistics";

const { dischargeCapacityAh: CAPACITY, coulombicEfficiency: EFFICIENCY, maxVoltageV: VOLTAGE } = METRICS;

describe("group statistics", () => {
  it("gives mean, sample std, extremes, median and quartiles", () => {
    // mean (1+2+3+6)/4 = 3; squares 4+1+0+9 = 14; std = √(14/3)
    expect(groupStatistics([3, 1, 6, 2])).toEqual({
      mean: 3,
      std: Math.sqrt(14 / 3),
      n: 4,
      min: 1,
      max: 6,
      median: 2.5,
      q1: 1.75, // of 1, 2, 3, 6 at place 0.75
      q3: 3.75, // at place 2.25
    });
  });
  it("has no std for one cell and nothing for none", () => {
    expect(groupStatistics([5])).toEqual({ mean: 5, std: null, n: 1, min: 5, max: 5, median: 5, q1: 5, q3: 5 });
    expect(groupStatistics([])).toBeNull();
  });
  it("keeps a small scatter on a large mean", () => {
    expect(groupStatistics([1e9, 1e9 + 1, 1e9 + 2])?.std).toBeCloseTo(1, 9);
  });
});

describe("thinned points", () => {
  it("are those under 90 % of the group's largest n", () => {
    expect(thinnedOf([30, 27, 26, 1])).toEqual([false, false, true, true]);
    expect(thinnedOf([63, 70])).toEqual([false, false]); // 63 is 90 % of 70
    expect(thinnedOf([3, 2])).toEqual([false, true]);
    expect(thinnedOf([])).toEqual([]);
  });

  it("are told by the whole group, also in a part of it", () => {
    expect(thinnedOf([2, 1], 30)).toEqual([true, true]);
  });
});

describe("deviations", () => {
  it("flags the stray that sigmas cannot show in a group of five", () => {
    const values = [1, 1.001, 0.999, 1.0005, 0.8];
    const stray = deviations(values, CAPACITY)[4];
    // median 1, distances 0, .001, .001, .0005, .2: MAD .001, score .6745 × −.2 / .001 = −134.9
    expect(stray?.robustScore).toBeCloseTo(-134.9, 6);
    expect(stray?.flagged).toBe(true);
    expect(stray?.verdict).toBe("stray");
    expect(Math.abs(stray?.sigmas ?? 0)).toBeLessThan(1.79); // (n − 1)/√n
    expect(stray?.percentDeviation).toBeCloseTo(50 * (stray?.sigmas ?? 0), 12);
  });
  it("does not flag what strays by less than 1 % of the median, or an efficiency by less than 0.001", () => {
    expect(deviations([1, 1, 1.0001, 0.9999, 1.009], CAPACITY)[4]?.flagged).toBe(false);
    expect(deviations([1, 1, 1.0001, 0.9999, 1.0009], EFFICIENCY)[4]?.flagged).toBe(false);
    expect(deviations([1, 1, 1.0001, 0.9999, 1.0011], EFFICIENCY)[4]?.flagged).toBe(true);
  });
  it("falls back to the mean distance where the MAD is 0, and to 0 where all agree", () => {
    // median 1, MAD 0, mean distance 0.5/5 = 0.1: 0.5 / (1.253314 × 0.1)
    expect(deviations([1, 1, 1, 1, 1.5], CAPACITY)[4]?.robustScore).toBeCloseTo(0.5 / (1.253314 * 0.1), 9);
    // 4.200 V is told to 1 mV: these are one value, and those are not.
    for (const same of deviations([4.2001, 4.2001, 4.2003, 4.1996], VOLTAGE)) {
      expect(same).toMatchObject({ robustScore: 0, sigmas: null, percentDeviation: null, verdict: "ok" });
    }
    expect(deviations([4.2001, 4.2001, 4.2003, 4.1992], VOLTAGE)[3]?.sigmas).toBeLessThan(-1);
    // 99.87 % has five digits: a thousandth of a percent point.
    expect(deviations([0.998701, 0.998702, 0.998705, 0.99871], EFFICIENCY)[3]?.sigmas).toBeNull();
    expect(deviations([0.998701, 0.998702, 0.998705, 0.998712], EFFICIENCY)[3]?.sigmas).toBeGreaterThan(1);
    expect(deviations([1, 1, 1, 1], CAPACITY)[0]).toMatchObject({ robustScore: 0, sigmas: null, verdict: "ok" });
  });
  it("says why there is no verdict: too few cells, no value", () => {
    expect(deviations([1, 2, null], CAPACITY).map(({ verdict }) => verdict)).toEqual([
      "too_few_cells",
      "too_few_cells",
      "no_value",
    ]);
    expect(deviations([null], CAPACITY)[0]?.value).toBeNull();
  });
  it("is never infinite: a mean of zero has no relative deviation", () => {
    expect(deviations([-1, 1], CAPACITY)[0]?.relativeDeviation).toBeNull();
  });
  it("orders by robust score, then relative deviation, nulls last, then name", () => {
    const cells = deviations([1, 1.02, 0.7, null, 1.01, 1], CAPACITY).map((deviation, index) => ({
      ...deviation,
      cell: `c${index}`,
    }));
    expect(cells.sort(compareDeviations).map(({ cell }) => cell)).toEqual(["c2", "c1", "c4", "c0", "c5", "c3"]);
  });
});

describe("a part of a column", () => {
  const column = () => Float64Array.of(99, 1, 2, 6, 99);

  it("has the statistics of its values alone", () => {
    // mean (1 + 2 + 6) ÷ 3 = 3; squares 4 + 1 + 9 = 14; quartiles half-way between neighbours
    expect(statisticsBetween(column(), 1, 4)).toEqual({
      ...{ mean: 3, std: Math.sqrt(7), n: 3, min: 1, max: 6, median: 2, q1: 1.5, q3: 4 },
    });
  });

  it("scatters by distances from its median, against which single values are scored", () => {
    const scatter = scatterBetween(column(), 1, 4);
    expect(scatter).toMatchObject({ mean: 3, median: 2, medianDistance: 1, meanDistance: 5 / 3 }); // |−1|, 0, 4
    expect(deviationOf(6, scatter, CAPACITY)).toEqual({
      ...{ value: 6, sigmas: 3 / Math.sqrt(7), percentDeviation: 150 / Math.sqrt(7), relativeDeviation: 1 },
      ...{ robustScore: 0.6745 * 4, flagged: false, verdict: "too_few_cells" },
    });
    expect(deviationOf(null, scatter, CAPACITY)).toMatchObject({ value: null, verdict: "no_value" });
    expect(deviationOf(1, null, CAPACITY)).toMatchObject({ value: null, verdict: "no_value" });
  });

  it("finds the largest number of cells, 0 among none", () => {
    expect([largestOf([2, 30, 4]), largestOf([])]).toEqual([30, 0]);
  });
});
