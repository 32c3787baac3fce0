import { expect, it } from "vitest";
import { findOutOfBounds, MAX_RECORD } from "./sample-bounds";
import { type Sample, toSampleColumns } from "./sample-columns";

const NOW_US = 1.7e15;
const good: Sample = { timeUs: NOW_US - 1e6, record: 0, voltageV: 3, currentA: -1 };
const foundIn = (...samples: Partial<Sample>[]) =>
  findOutOfBounds(toSampleColumns([good, ...samples.map((sample) => ({ ...good, timeUs: NOW_US, ...sample }))]), {
    nowUs: NOW_US,
  });

it("takes samples at the very bounds, and missing values", () => {
  expect(foundIn({ voltageV: -1000, currentA: 10_000, testTimeS: -1e10, cycle: 0, record: MAX_RECORD })).toBeNull();
  expect(foundIn({ timeUs: NOW_US + 600e6, temperatureC: null, cycle: null })).toBeNull();
});

it.each<[string, Partial<Sample>]>([
  ["voltage", { voltageV: 1000.1 }],
  ["voltage", { voltageV: Number.NaN }],
  ["current", { currentA: Number.NEGATIVE_INFINITY }],
  ["time", { timeUs: NOW_US + 600e6 + 1 }],
  ["time", { timeUs: Number.NaN }],
  ["testTime", { testTimeS: 1.1e10 }],
  ["temperature", { temperatureC: Number.POSITIVE_INFINITY }],
  ["cycle", { cycle: -1 }],
  ["cycle", { step: -1 }],
  ["record", { record: -1 }],
  ["record", { timeUs: good.timeUs }],
])("names the %s of %j", (column, sample) => {
  expect(foundIn({}, { timeUs: NOW_US + 1, ...sample })).toMatchObject({ index: 2, column });
});
