import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { extendValueDomain, tickText, valueTicks } from "../frame/prepare-axis";
import { CYCLE_AXIS } from "../frame/prepare-x-axis";
import { METRICS } from "@/server/domain/cycles/metrics";
import { valueWithBound } from "../frame/prepare-uncertainty";
import { metricTable } from "./prepare-metric-table";
import { metricMarks } from "./prepare-metric-marks";
import { cycleExtent, metricExtent, nearestCycle, prepareMetricSeries } from "./prepare-metric-series";

const ALL = { from: null, to: null };
const cycle = (number: number, given: { isComplete?: boolean; isPartial?: boolean; isExcluded?: boolean } = {}) => ({
  cycle: number,
  isComplete: true,
  isPartial: false,
  isExcluded: false,
  ...given,
});
const REST_OF_CYCLE = { startedAtMs: 0, endedAtMs: 1, underTestS: 1, sampleCount: 2, tags: [], warnings: [] };
/** A pixel a unit, y upwards from 100. */
const projection = { plot: { x: 0, y: 0, width: 100, height: 100 }, x: [0, 100], y: [0, 100] } as const;

describe("a metric of a cell over cycle number", () => {
  it("scales values, leaves missing ones out, and says which cycles count", () => {
    const cycles = [
      cycle(1, { isPartial: true }),
      cycle(2),
      cycle(3),
      cycle(4, { isExcluded: true }),
      cycle(5, { isComplete: false }),
    ];
    expect(prepareMetricSeries(cycles, [0.1, 0.98, null, 0.5, 0.02], 100)).toEqual({
      cycle: [1, 2, 4, 5],
      value: [10, 98, 50, 2],
      uncertainty: [null, null, null, null],
      mark: ["left out", "counted", "left out", "unfinished"],
    });
  });

  it("tells beside a value by how much it may be off, an efficiency only to the digits that this supports", () => {
    const cycles = [cycle(1), cycle(2)];
    const found = {
      cycles: cycles.map((one) => ({ ...one, test: "", ...REST_OF_CYCLE })),
      metrics: {
        coulombicEfficiency: [0.9987321, 0.9987321],
        dischargeCapacityAh: [0.9987321, 0.9987321],
        chargeCapacityAh: [1, 1],
        dischargeCapacityUncertaintyAh: [0.00019974642, null], // 2e-4 of it
        chargeCapacityUncertaintyAh: [0.0002, 0.0002],
      },
    };
    const names = ["dischargeCapacityAh", "coulombicEfficiency"] as const;
    const panels = names.map((name) => ({ name, metric: METRICS[name] }));
    const { columns, rows } = metricTable(found, panels, [1, 2]);
    expect(columns.slice(5)).toEqual(["Discharge capacity / Ah, at most ±", "Coulombic efficiency / %, at most ±"]);
    // Shares of 2e-4 and 2e-4 of an efficiency of 0.99873 make 0.0004: it supports 99.87 %.
    expect(rows.map((row) => row.slice(3))).toEqual([
      [0.9987321, 99.87, 0.00019974642, expect.closeTo(0.03994928, 7)],
      [0.9987321, 99.87321, null, null],
    ]);
    expect(valueWithBound(0.9987321, 0.00019974642, METRICS.dischargeCapacityAh)).toBe("0.9987 ± 0.00020 Ah, grade B");
    expect(valueWithBound(99.87321, 0.0399, METRICS.coulombicEfficiency)).toBe("99.87 ± 0.040 %");
    expect(valueWithBound(0.9987321, null, METRICS.dischargeCapacityAh)).toBe("0.9987 Ah");
  });

  it("makes the axis of what counts, and of anything where nothing does", () => {
    const cycles = [cycle(1, { isPartial: true }), cycle(2), cycle(3), cycle(4, { isComplete: false })];
    const series = prepareMetricSeries(cycles, [0.1, 2, 1.9, 0.3], 1);
    expect(metricExtent(series, ALL, false)).toEqual([1.9, 2]);
    expect(metricExtent(series, { from: 3, to: null }, false)).toEqual([1.9, 1.9]);
    expect(metricExtent(series, { from: 4, to: null }, false)).toEqual([0.3, 0.3]);
    expect(metricExtent(series, { from: 5, to: null }, false)).toBeNull();
  });

  it("shows an efficiency in the window of what is not far out", () => {
    // Quartiles of 99.90 … 99.98 by hundredths and 60: at places 2 and 7 of 0–9, 99.91 and 99.96; 3 × 0.05 beyond holds all but 60.
    const values = [60, 99.9, 99.91, 99.92, 99.93, 99.94, 99.95, 99.96, 99.97, 99.98];
    const series = prepareMetricSeries(
      values.map((_, index) => cycle(index + 1)),
      values,
      1,
    );
    expect(metricExtent(series, ALL, true)).toEqual([99.9, 99.98]);
    expect(metricExtent(series, ALL, false)).toEqual([60, 99.98]);
  });

  it("joins cycle to cycle, dots a lone one, rings what does not count, and marks what lies beyond the axis", () => {
    const cycles = [cycle(10), cycle(11), cycle(20), cycle(30, { isExcluded: true }), cycle(40), cycle(50)];
    const marks = metricMarks(prepareMetricSeries(cycles, [50, 60, 70, 80, 200, -5], 1), projection);
    expect(marks.line).toBe("M10,50L11,40M20,30h0M40,-100h0M50,105h0");
    expect(marks.dots.map((mark) => mark.cycle)).toEqual([10, 11, 20]);
    expect(marks.others).toMatchObject([{ cycle: 30, mark: "left out", x: 30, y: 20 }]);
    expect(marks.offScale).toMatchObject([
      { cycle: 40, side: "above", y: 0 },
      { cycle: 50, side: "below", y: 100 },
    ]);
  });

  it("finds the nearest cycle on the axis, of two tests with one number the later one", () => {
    const series = prepareMetricSeries([cycle(1), cycle(5), cycle(5), cycle(9)], [1, 2, 3, 4], 1);
    expect(nearestCycle(series, 5.4, [0, 10])).toBe(2);
    expect(nearestCycle(series, 100, [0, 8])).toBe(2);
    expect(nearestCycle(series, -3, [0, 10])).toBe(0);
    expect(nearestCycle(series, -3, [2, 10])).toBe(2);
    expect(nearestCycle(series, 7, [6, 8])).toBeNull();
  });
});

it("draws any values: no empty axis, no label twice, no number that is none", () => {
  const value = fc.oneof(
    fc.constantFrom(null, 0, -1, 1, 2.8, 5e-324, -1e300, 1e300, Number.NaN, Number.POSITIVE_INFINITY),
    fc.double(),
    fc.double({ min: -10, max: 10, noNaN: true }),
  );
  const rows = fc.array(
    fc.record({ step: fc.integer({ min: 0, max: 40 }), value, flags: fc.tuple(fc.boolean(), fc.boolean()) }),
  );
  fc.assert(
    fc.property(rows, fc.boolean(), (given, isEfficiency) => {
      let number = -20;
      const cycles = given.map(({ step, flags: [isComplete, isPartial] }) => {
        number += step;
        return cycle(number, { isComplete, isPartial });
      });
      const series = prepareMetricSeries(
        cycles,
        given.map((one) => one.value),
        100,
      );
      const x = CYCLE_AXIS.extend(cycleExtent([series]), null);
      const y = extendValueDomain(metricExtent(series, ALL, isEfficiency), null);
      expect(x[1]).toBeGreaterThan(x[0]);
      expect(y[1]).toBeGreaterThan(y[0]);
      const ticks = valueTicks(y, 7);
      const labels = ticks.map((tick) => tickText(tick, ticks));
      expect(new Set(labels).size).toBe(labels.length);
      const marks = metricMarks(series, { ...projection, x, y });
      expect(JSON.stringify(marks)).not.toMatch(/null|NaN|Infinity/);
      if (series.cycle.length > 0) expect(nearestCycle(series, series.cycle[0] ?? 0, x)).not.toBeNull();
    }),
  );
});
