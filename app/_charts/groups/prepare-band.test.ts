import { describe, expect, it } from "vitest";
import { groupStyle } from "./group-style";
import { MAX_BANDS, withBand, withBands } from "./prepare-band";
import { prepareCounts, totalOf } from "./prepare-counts";
import { type PreparedSeries, valueExtent } from "./prepare-series";
import type { ShownGroup } from "./shown-group";

const series = (given: Partial<PreparedSeries> = {}): PreparedSeries => ({
  ...{ key: "W", name: "W", cells: 3, cycle: [1, 2], mean: [3, 2.9], std: [0.1, null], n: [3, 1] },
  ...{ low: [2.9, null], high: [3.1, null], min: [2.8, 2.9], max: [3.15, 2.9], thinned: [false, false], ...given },
});
const shown = (key: string): ShownGroup => ({ series: series({ key }), style: groupStyle(0) });
const groups = (count: number) => Array.from({ length: count }, (_, index) => shown(String(index)));

describe("the band of a line", () => {
  it("is mean ± std, the range of the cells, or none", () => {
    const one = series();
    expect(withBand(one, "std")).toBe(one);
    expect(withBand(one, "range")).toMatchObject({ low: [2.8, null], high: [3.15, null] }); // one cell is no range
    expect(withBand(one, "none")).toMatchObject({ low: [null, null], high: [null, null] });
    expect(withBand(one, "range")).toBe(withBand(one, "range"));
  });

  it("is what the axis of values holds", () => {
    const whole = { from: null, to: null };
    expect(valueExtent([withBand(series(), "range")], whole)).toEqual([2.8, 3.15]);
    expect(valueExtent([withBand(series(), "none")], whole)).toEqual([2.9, 3]);
  });

  it("is that of the chosen group alone where there are many", () => {
    const hasBand = ({ series: { low } }: ShownGroup) => low.some((value) => value !== null);
    expect(withBands(groups(MAX_BANDS), "std", "2").every(hasBand)).toBe(true);
    const many = withBands(groups(MAX_BANDS + 1), "std", "2");
    expect(many.filter(hasBand).map((group) => group.series.key)).toEqual(["2"]);
  });
});

describe("the strip of counts", () => {
  it("has a row for each group, and one for all where rows would be hairlines", () => {
    expect(prepareCounts(groups(4))).toMatchObject({ rowHeight: 10, height: 52 }); // 4 × (10 + 2) + 4
    const many = prepareCounts(groups(24));
    expect(many.rows.map(({ key }) => key)).toEqual(["all"]);
    expect(many.rowHeight).toBe(16);
  });

  it("sums up the cells of all groups, cycle by cycle", () => {
    const total = totalOf([series({ cycle: [1, 3], n: [3, 2] }), series({ cycle: [1, 2], n: [3, 1] })]);
    expect(total).toEqual({ cycle: [1, 2, 3], n: [6, 1, 2], cells: 6 });
  });
});
