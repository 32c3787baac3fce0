import fc from "fast-check";
import { expect, it } from "vitest";
import { type Sample, toSampleColumns } from "./sample-columns";
import { joinBuckets, pointsOfBuckets, pointsOfSamples, thinSamples } from "./thin-points";

const sample = (index: number, voltageV: number, currentA: number): Sample => ({
  timeUs: index * 1e6,
  record: 0,
  voltageV,
  currentA,
});

it("keeps every sample where there is room", () => {
  const samples = toSampleColumns([sample(0, 3, 1), sample(1, 4, 1)]);
  expect([...thinSamples(samples, 2)]).toEqual([0, 1]);
});

it("keeps the ends and the extremes of each part", () => {
  // One part of eight samples in six points: ends 0 and 7, voltage 1 and 6, current 3 and 4.
  const voltages = [3, 2, 3, 3, 3, 3, 4, 3];
  const currents = [0, 0, 0, -5, 5, 0, 0, 0];
  const samples = toSampleColumns(voltages.map((voltage, index) => sample(index, voltage, currents[index] ?? 0)));
  expect([...thinSamples(samples, 6)]).toEqual([0, 1, 3, 4, 6, 7]);
  expect([...thinSamples(samples, 2)]).toEqual([1, 6]);
});

it("never gives more than asked for, in order, and loses no extreme of voltage or current", () => {
  const value = fc.double({ min: -5, max: 5, noNaN: true });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(value, value), { minLength: 1, maxLength: 300 }),
      fc.integer({ min: 2, max: 100 }),
      (values, points) => {
        const samples = toSampleColumns(values.map(([voltage, current], index) => sample(index, voltage, current)));
        const kept = [...thinSamples(samples, points)];
        expect(kept.length).toBeLessThanOrEqual(points);
        expect(kept).toEqual([...new Set(kept)].sort((left, right) => left - right));
        const of = (column: Float64Array) => kept.map((index) => column[index] as number);
        expect(Math.max(...of(samples.voltageV))).toBe(Math.max(...samples.voltageV));
        expect(Math.min(...of(samples.voltageV))).toBe(Math.min(...samples.voltageV));
        if (points < 6) return;
        expect(Math.max(...of(samples.currentA))).toBe(Math.max(...samples.currentA));
        expect(Math.min(...of(samples.currentA))).toBe(Math.min(...samples.currentA));
      },
    ),
  );
});

it("gives a missing temperature as null, and times in ms", () => {
  const samples = toSampleColumns([sample(1.0005, 3, 1), { ...sample(2, 4, 0), temperatureC: 25 }]);
  expect(pointsOfSamples(samples, Int32Array.of(0, 1))).toEqual({
    time: [1000.5, 2000],
    voltage: [3, 4],
    current: [1, 0],
    temperature: [null, 25],
  });
});

const none = { min: null, max: null };
const bucket = (minute: number, min: number, max: number) => ({
  fromUs: minute * 60e6,
  toUs: (minute + 1) * 60e6,
  voltage: { min, max },
  current: { min: -1, max: 1 },
  temperature: none,
});

it("gives a bucket's extremes in the order in which the quantity moves, drawn inside the range", () => {
  const rising = [bucket(0, 3, 3.1), bucket(1, 3.1, 3.2)];
  const falling = [bucket(0, 3.1, 3.2), bucket(1, 3, 3.1)];
  expect(pointsOfBuckets(rising).voltage).toEqual([3, 3.1, 3.1, 3.2]);
  expect(pointsOfBuckets(falling)).toEqual({
    time: [0, 30_000, 60_000, 90_000],
    voltage: [3.2, 3.1, 3.1, 3],
    current: [-1, 1, -1, 1],
    temperature: [null, null, null, null],
  });
  expect(pointsOfBuckets(rising, { fromUs: 10e6, toUs: 80e6 }).time).toEqual([10_000, 30_000, 60_000, 80_000]);
});

it("joins neighbours until there are few enough", () => {
  const buckets = [bucket(0, 3, 4), bucket(1, 2, 3), bucket(5, 3, 5), { ...bucket(6, 0, 0), voltage: none }];
  expect(joinBuckets(buckets, 4)).toEqual(buckets);
  expect(joinBuckets(buckets, 3)).toEqual([
    { ...bucket(0, 2, 4), toUs: 120e6 },
    { ...bucket(5, 3, 5), toUs: 420e6 },
  ]);
});
