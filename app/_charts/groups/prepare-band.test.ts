import { describe, expect, it } from "vitest";
import { groupStyle } from "./group-style";
import { type Band, drawnAs, MAX_BANDS, withBands } from "./prepare-band";
import { prepareCounts, totalOf } from "./prepare-counts";
import { type PreparedSeries, valueExtent } from "./prepare-series";
import { seriesOf } from "./series-of";
import type { ShownGroup } from "./shown-group";

const series = (given: Partial<PreparedSeries> = {}) =>
  seriesOf({
    ...{ cycle: [1, 2], mean: [3, 2.9], std: [0.1, null], n: [3, 1], low: [2.9, null], high: [3.1, null] },
    ...{ min: [2.8, 2.9], max: [3.15, 2.9], median: [3.05, 2.9], q1: [2.85, 2.9], q3: [3.12, 2.9], ...given },
  });
const shown = (key: string): ShownGroup => ({ series: series({ key }), style: groupStyle(0) });
const groups = (count: number) => Array.from({ length: count }, (_, index) => shown(String(index)));

const withBand = (one: PreparedSeries, band: Band) => drawnAs(one, { line: "mean", band });
const asStd = { line: "mean", band: "std" } as const;

describe("the band of a line", () => {
  it("is mean ± std or sem, the quartiles or the range of the cells, or none", () => {
    const one = series();
    expect(withBand(one, "std")).toBe(one);
    expect(withBand(one, "range")).toMatchObject({ low: [2.8, null], high: [3.15, null] }); // one cell is no range
    expect(withBand(one, "quartiles")).toMatchObject({ low: [2.85, null], high: [3.12, null] });
    // 0.1 ÷ √3 = 0.05774
    expect(withBand(one, "sem").high[0]).toBeCloseTo(3.05774, 5);
    expect(withBand(one, "sem").low).toEqual([expect.closeTo(2.94226, 5), null]);
    expect(withBand(one, "none")).toMatchObject({ low: [null, null], high: [null, null] });
    expect(withBand(one, "range")).toBe(withBand(one, "range"));
  });

  it("is what the axis of values holds", () => {
    const whole = { from: null, to: null };
    expect(valueExtent([withBand(series(), "range")], whole)).toEqual([2.8, 3.15]);
    expect(valueExtent([withBand(series(), "none")], whole)).toEqual([2.9, 3]);
  });

  it("lies around the mean where the line is the median", () => {
    const median = drawnAs(series(), { line: "median", band: "std" });
    expect(median).toMatchObject({ line: [3.05, 2.9], low: [2.9, null], high: [3.1, null] });
    // A median may lie outside: the axis holds it.
    expect(valueExtent([{ ...median, line: [3.2, 2.9] }], { from: null, to: null })).toEqual([2.9, 3.2]);
  });

  it("is that of the chosen group alone where there are many", () => {
    const hasBand = ({ series: { low } }: ShownGroup) => low.some((value) => value !== null);
    expect(withBands(groups(MAX_BANDS), asStd, "2").every(hasBand)).toBe(true);
    const many = withBands(groups(MAX_BANDS + 1), asStd, "2");
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
    expect(total).toEqual({ x: [1, 2, 3], step: 1, n: [6, 1, 2], cells: 6 });
  });
});
