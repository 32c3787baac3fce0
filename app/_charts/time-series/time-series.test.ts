import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { extendValueDomain, tickText, valueTicks } from "../frame/prepare-axis";
import { instantAxis } from "../frame/prepare-instant-axis";
import { DURATION_AXIS } from "../frame/prepare-x-axis";
import { cycleLabels, movedWindow, spanInSight, stepLabels } from "./prepare-marks";
import { timeAxis } from "./prepare-time-axis";
import { elapsedText, quantityText } from "./prepare-texts";
import {
  hasValues,
  longestJoined,
  nearestSample,
  prepareTrace,
  timeExtent,
  tracePaths,
  valueExtent,
} from "./prepare-trace";
import { CLOCK_SCALE, elapsedScale } from "./time-scale";

/** A pixel a unit, y upwards from 100. */
const projection = { plot: { x: 0, y: 0, width: 100, height: 100 }, x: [0, 100], y: [0, 100] } as const;

describe("a quantity over time", () => {
  it("counts from the first sample, in seconds, where that is asked for", () => {
    const trace = prepareTrace([5000, 6500, 9000], [3, null, 4], elapsedScale(5000));
    expect([...trace.time]).toEqual([0, 1.5, 4]);
    expect([...trace.value]).toEqual([3, Number.NaN, 4]);
    expect(timeExtent(trace)).toEqual([0, 4]);
    expect(valueExtent(trace, [0, 2])).toEqual([3, 3]);
    expect(hasValues(prepareTrace([1], [null], CLOCK_SCALE))).toBe(false);
  });

  it("draws few points as a line, and a pause as a gap", () => {
    // A point a unit, then 40 units of nothing: over twenty times the usual distance.
    const trace = prepareTrace([10, 11, 12, 52, 53], [50, 60, 50, 20, 10], CLOCK_SCALE);
    expect(longestJoined(trace)).toBe(20);
    const { line, shade, dots } = tracePaths(trace, projection);
    expect([line, shade]).toEqual(["M10,50L11,40L12,50M52,80L53,90", ""]);
    expect(dots).toEqual([
      [10, 50],
      [11, 40],
      [12, 50],
      [52, 80],
      [53, 90],
    ]);
  });

  it("draws many points as the shade from lowest to highest, and loses no extreme", () => {
    const times = Array.from({ length: 1001 }, (_, index) => index / 10);
    const values = times.map((_, index) => (index === 505 ? 100 : index % 2 === 0 ? 40 : 60));
    const { line, shade, dots } = tracePaths(prepareTrace(times, values, CLOCK_SCALE), projection);
    expect([line, dots]).toEqual(["", []]);
    expect(shade).toContain("L50,0L"); // 505 lies in the two pixels from 50 on, at the top
    expect(shade.startsWith("M0,40L2,40L")).toBe(true);
    expect(shade.endsWith("L2,60L0,60Z")).toBe(true);
  });

  it("draws a lone sample as a dot, and lines out of the picture", () => {
    expect(tracePaths(prepareTrace([50], [50], CLOCK_SCALE), projection).line).toBe("M50,50h0");
    const trace = prepareTrace([-30, -20, 50, 120, 190], [0, 10, 50, 90, 95], CLOCK_SCALE);
    expect(tracePaths(trace, projection).line).toBe("M-20,90L50,50L120,10");
  });

  it("finds the nearest sample that was measured", () => {
    const trace = prepareTrace([10, 20, 30], [1, null, 3], CLOCK_SCALE);
    expect(nearestSample(trace, 21, [0, 100])).toBe(2);
    expect(nearestSample(trace, 12, [15, 28])).toBeNull();
  });

  it("begins with the first sample, and grows by a fiftieth", () => {
    const { extend } = timeAxis(DURATION_AXIS, 1000);
    const first = extend([0, 10_000], null);
    expect(first).toEqual([0, 10_200]);
    expect(extend([0, 10_150], first)).toBe(first);
    expect(extend([0, 11_000], first)).toEqual([0, 11_220]);
    expect(extend([5, 5], null)).toEqual([-25, 35]); // a lone sample in the middle of a minute
    expect(extend(null, null)).toEqual([0, 3600]);
  });

  it("numbers cycles where there is room", () => {
    const spans = [1, 2, 3].map((cycle) => ({ cycle, from: cycle * 20, to: cycle * 20 + 19 }));
    const wide = { ...projection, plot: { ...projection.plot, width: 500 } };
    expect(cycleLabels(spans, wide)).toEqual([
      { cycle: 1, x: 100 },
      { cycle: 2, x: 200 },
      { cycle: 3, x: 300 },
    ]);
    expect(cycleLabels(spans, projection)).toEqual([]); // three of 44 px do not fit
    expect(spanInSight({ from: 20, to: 300 }, projection)).toEqual([20, 100]);
    expect(spanInSight({ from: 120, to: 300 }, projection)).toBeNull();
  });

  it("says what steps did where the words have room, and leaves out what is too narrow to be told apart", () => {
    const steps = [
      { label: "1 rest", from: -50, to: 10 },
      { label: "2 CC-CV charge", from: 10, to: 40 },
      { label: "pulse", from: 40, to: 42 },
      { label: "4 rest", from: 42, to: 100 },
      { label: "later", from: 200, to: 300 },
    ];
    expect(stepLabels(steps, projection)).toEqual([
      { label: "", x: 0 },
      { label: "", x: 10 },
      { label: "4 rest", x: 42 },
    ]);
  });

  it("moves and stretches what is shown inside the whole", () => {
    expect(movedWindow([40, 60], [0, 100], { shift: 0.5 })).toEqual([50, 70]);
    expect(movedWindow([40, 60], [0, 100], { shift: 5 })).toEqual([80, 100]);
    expect(movedWindow([40, 60], [0, 100], { stretch: 0.5 })).toEqual([45, 55]);
    expect(movedWindow([0, 60], [0, 100], { stretch: 2 })).toBeNull();
  });
});

it("says times since a start and values as one would", () => {
  expect([12.5, 200, 7500, 356_400, -5, Number.NaN].map(elapsedText)).toEqual([
    "12.5 s",
    "3 min 20 s",
    "2 h 05 min",
    "4 d 3 h",
    "−5 s",
    "–",
  ]);
  expect(quantityText(-0.5, { unit: "A" })).toBe("−0.5000 A");
  expect(quantityText(Number.NaN, { unit: "V" })).toBe("–");
});

it("draws any samples: no empty axis, no label twice, no number that is none", () => {
  const value = fc.oneof(
    fc.constantFrom(null, 0, 3.7, -4000, 1e300, -1e300, Number.NaN, Number.POSITIVE_INFINITY),
    fc.double({ min: -5, max: 5, noNaN: true }),
  );
  const rows = fc.array(fc.record({ stepMs: fc.constantFrom(0, 1, 1000, 60_000, 1e9), value }), { maxLength: 300 });
  const axes = fc.constantFrom(
    { axis: instantAxis("Europe/Berlin"), unitMs: 1, isElapsed: false },
    { axis: DURATION_AXIS, unitMs: 1000, isElapsed: true },
  );
  fc.assert(
    fc.property(rows, axes, fc.integer({ min: 40, max: 400 }), (given, { axis, unitMs, isElapsed }, width) => {
      let timeMs = 1.7e12;
      const times = given.map(({ stepMs }) => {
        timeMs += stepMs;
        return timeMs;
      });
      const scale = isElapsed ? elapsedScale(1.7e12) : CLOCK_SCALE;
      const trace = prepareTrace(
        times,
        given.map((one) => one.value),
        scale,
      );
      const x = timeAxis(axis, unitMs).extend(timeExtent(trace), null);
      const y = extendValueDomain(valueExtent(trace, x), null);
      expect(x[1]).toBeGreaterThan(x[0]);
      expect(y[1]).toBeGreaterThan(y[0]);
      const ticks = valueTicks(y, 7);
      const labels = ticks.map((tick) => tickText(tick, ticks));
      expect(new Set(labels).size).toBe(labels.length);
      const placed = { plot: { ...projection.plot, width }, x, y };
      const { line, shade, dots } = tracePaths(trace, placed);
      expect(line + shade + dots.join(" ")).not.toMatch(/NaN|Infinity|undefined/);
      if (hasValues(trace)) expect(nearestSample(trace, x[0], x)).not.toBeNull();
    }),
  );
});
