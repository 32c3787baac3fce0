import { expect, it } from "vitest";
import { type Sample, toSampleColumns } from "./sample-columns";
import { sliceBuckets, sumZoomLevels, toZoomBuckets } from "./zoom-buckets";

const MINUTE_US = 60e6;
const START_US = 1.7e15 - (1.7e15 % MINUTE_US);
const sample = (atS: number, voltageV: number, currentA: number, temperatureC?: number): Sample => ({
  timeUs: START_US + atS * 1e6,
  record: 0,
  voltageV,
  currentA,
  ...(temperatureC === undefined ? {} : { temperatureC }),
});

it("sums samples up by the minutes that hold any", () => {
  const samples = [
    sample(0, 3, 1, 20),
    sample(59.999999, 4, -1), // the last µs of the first minute; no temperature
    sample(60, 3.5, 0), // the second minute
    sample(240, 3.2, 2, 30), // two minutes hold none
    sample(250, 3.1, 2.5, 29),
    sample(250, 3.3, 1.5, 31),
  ];
  const buckets = toZoomBuckets(toSampleColumns(samples), MINUTE_US);
  expect(buckets.length).toBe(3);
  expect([...buckets.startUs]).toEqual([START_US, START_US + MINUTE_US, START_US + 4 * MINUTE_US]);
  expect([...buckets.n]).toEqual([2, 1, 3]);
  expect([...buckets.voltage.first]).toEqual([3, 3.5, 3.2]);
  expect([...buckets.voltage.last]).toEqual([4, 3.5, 3.3]);
  expect([...buckets.voltage.min]).toEqual([3, 3.5, 3.1]);
  expect([...buckets.voltage.max]).toEqual([4, 3.5, 3.3]);
  expect([...buckets.current.min]).toEqual([-1, 0, 1.5]);
  expect([...buckets.current.max]).toEqual([1, 0, 2.5]);
  expect([...buckets.temperature.first]).toEqual([20, Number.NaN, 30]);
  expect([...buckets.temperature.last]).toEqual([Number.NaN, Number.NaN, 31]);
  expect([...buckets.temperature.min]).toEqual([20, Number.NaN, 29]);
  expect([...buckets.temperature.max]).toEqual([20, Number.NaN, 31]);
});

it("finds no bucket without samples", () => {
  expect(toZoomBuckets(toSampleColumns([]), MINUTE_US).length).toBe(0);
});

it("sums up minutes and hours, and slices them as views", () => {
  const samples = toSampleColumns([sample(0, 3, 1), sample(60, 4, -1), sample(3600, 5, 2)]);
  const levels = sumZoomLevels([{ testId: 7, samples }]);
  expect(levels.map(({ level }) => level)).toEqual(["1m", "1h"]);
  const [minutes, hours] = levels.map(({ summed }) => summed[0]);
  expect([minutes?.testId, [...(minutes?.buckets.n ?? [])]]).toEqual([7, [1, 1, 1]]);
  // An hour from the start lies in one hour or the next, by where the start lies.
  expect([...(hours?.buckets.n ?? [])]).toEqual([2, 1]);
  if (!minutes) throw new Error("there are no minutes");
  const last = sliceBuckets(minutes.buckets, 1, 3);
  expect([last.length, [...last.voltage.max], [...last.current.first]]).toEqual([2, [4, 5], [-1, 2]]);
});
