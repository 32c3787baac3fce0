import { describe, expect, it } from "vitest";
import { prepareLegendRow } from "./prepare-legend";
import { seriesOf } from "./series-of";

const cycles = Array.from({ length: 51 }, (_, index) => index + 1);

describe("legend", () => {
  it("speaks of the cycles shown", () => {
    const last = { n: [30, 29, 2], thinned: [false, false, true] };
    const series = seriesOf({ cells: 30, cycle: [1, 2, 3], mean: [5, 4, 3], ...last });
    // Cycle 3 has 2 of 30 cells: they do not speak for the group.
    expect(prepareLegendRow(series, { from: null, to: null })).toMatchObject({ last: 4, lastN: 29, lastCycle: 2 });
    expect(prepareLegendRow(series, { from: null, to: 1 })).toMatchObject({ last: 5, lastN: 30, lastCycle: 1 });
    expect(prepareLegendRow(series, { from: 7, to: null })).toMatchObject({ last: null, lastN: 0, lastCycle: null });
    expect(prepareLegendRow(series, { from: 3, to: null })).toMatchObject({ last: 3, lastN: 2, lastCycle: 3 });
  });

  it("leaves points out of a rate where cells are missing that shape the mean", () => {
    // 30 cells at 5 Ah over 20 cycles; then two of them, at 2 Ah, run on for 20 more.
    const series = seriesOf({
      cells: 30,
      cycle: cycles.slice(0, 40),
      mean: cycles.slice(0, 40).map((cycle) => (cycle > 20 ? 2 : 5)),
      n: cycles.slice(0, 40).map((cycle) => (cycle > 20 ? 2 : 30)),
      thinned: cycles.slice(0, 40).map((cycle) => cycle > 20),
    });
    expect(prepareLegendRow(series, { from: null, to: null })).toMatchObject({ lastCycle: 20, changePer100: 0 });
    expect(prepareLegendRow(series, { from: 21, to: null })).toMatchObject({ lastCycle: 40, changePer100: null });
  });
});
