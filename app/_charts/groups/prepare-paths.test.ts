import { describe, expect, it } from "vitest";
import { bandPath, barsPath, countPath, meanPaths, stretches } from "./prepare-paths";
import { seriesOf } from "./series-of";

// 10 pixels a cycle from x = 100, 20 pixels a unit, upwards from y = 200.
const projection = { plot: { x: 100, y: 0, width: 100, height: 200 }, x: [0, 10], y: [0, 10] } as const;

const series = seriesOf({
  ...{ cells: 4, cycle: [1, 2, 3, 5], mean: [5, 6, 7, 4], n: [4, 4, 1, 2] },
  ...{ std: [1, 1, null, 1], low: [4, 5, null, 3], high: [6, 7, null, 5] },
});

describe("paths", () => {
  it("cuts a line where cycles are missing", () => {
    expect(stretches(series, [0, 4])).toEqual([
      [0, 3],
      [3, 4],
    ]);
    expect(stretches(series, [0, 4], (index) => index !== 1)).toEqual([
      [0, 1],
      [2, 3],
      [3, 4],
    ]);
  });

  it("draws the means, and a lone cycle as a dot", () => {
    expect(meanPaths(series, projection)).toEqual({ solid: "M110,100L120,80L130,60M150,120h0", thinned: "" });
  });

  it("cuts it where a value is no number", () => {
    const broken = { ...series, line: [5, Number.NaN, 7, Number.POSITIVE_INFINITY], low: [4, 5, 6, Number.NaN] };
    expect(meanPaths(broken, projection).solid).toBe("M110,100h0M130,60h0");
    expect(bandPath({ ...broken, high: [6, 7, 8, 5] }, projection)).not.toContain("NaN");
  });

  it("goes over gaps of less than one and a half of the usual steps on another axis", () => {
    const over = { ...series, x: [0, 0.5, 1.0001, 2.1], step: 0.5 };
    expect(stretches(over, [0, 4])).toEqual([
      [0, 3],
      [3, 4],
    ]);
  });

  it("draws thinned points dashed, from the end of the solid line on, and without a band", () => {
    const ending = { ...series, low: [4, 5, 6, 3], high: [6, 7, 8, 5], thinned: [false, false, true, true] };
    expect(meanPaths(ending, projection)).toEqual({ solid: "M110,100L120,80", thinned: "M120,80L130,60M150,120h0" });
    expect(bandPath(ending, projection)).toBe("M110,80L120,60L120,100L110,120Z"); // cycles 1 and 2
  });

  it("draws the band there and back, and none where n is 1 or a cycle stands alone", () => {
    expect(bandPath(series, projection)).toBe("M110,80L120,60L120,100L110,120Z");
  });

  it("draws the spread as bars with caps, not closer than they are wide", () => {
    expect(barsPath(series, projection)).toBe(
      ["M107,80h6M110,80V120M107,120h6", "M117,60h6M120,60V100M117,100h6", "M147,100h6M150,100V140M147,140h6"].join(""),
    );
    expect(barsPath({ ...series, x: [1, 1.2, 3, 5] }, projection).match(/V/g)).toHaveLength(2);
  });

  it("keeps only what is on the axis and its neighbours", () => {
    expect(meanPaths(series, { ...projection, x: [2.5, 3.5] }).solid).toContain("M50,80L150,60");
  });

  it("draws the count of cells as steps, full height where all are there", () => {
    // base 20, height 8: n 4 of 4 → y 12 over cycles 0.5–2.5; 1 of 4 → y 18 to 3.5; then alone 2 of 4 → y 16 over 4.5–5.5
    expect(countPath(series, projection, 20, 8)).toBe("M105,20V12H125V18H135V20ZM145,20V16H155V20Z");
  });
});
