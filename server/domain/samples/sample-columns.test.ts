import { expect, it } from "vitest";
import { identityAt, mergeSamples } from "./merge-samples";
import { isPlausibleTemperature } from "./plausible-temperature";
import {
  byteAt,
  compareIdentity,
  createSampleColumns,
  entryAt,
  floatAt,
  intAt,
  NO_INT,
  pickSamples,
  samplesWhere,
  sliceSamples,
  toSampleColumns,
} from "./sample-columns";

const FOUR = toSampleColumns(
  [10, 20, 20, 30].map((timeUs, index) => ({ timeUs, record: index === 2 ? 1 : 0, voltageV: 3 + index, currentA: 1 })),
);

it("makes columns in which every optional field is missing", () => {
  const { length, temperatureC, cycle, mode } = createSampleColumns(2);
  expect(length).toBe(2);
  expect([...temperatureC]).toEqual([Number.NaN, Number.NaN]);
  expect([...cycle, ...mode]).toEqual([NO_INT, NO_INT, NO_INT, NO_INT]);
});

it("reads what lies inside of a column, and throws beyond it", () => {
  expect([floatAt(FOUR.voltageV, 3), intAt(FOUR.record, 2), byteAt(Uint8Array.of(7), 0)]).toEqual([6, 1, 7]);
  expect(() => floatAt(FOUR.voltageV, 4)).toThrow(RangeError);
  expect(() => intAt(FOUR.record, -1)).toThrow(RangeError);
  expect(() => byteAt(new Uint8Array(0), 0)).toThrow(RangeError);
  expect([entryAt(["a", null], 1), entryAt(Uint8Array.of(0), 0)]).toEqual([null, 0]);
  expect(() => entryAt(["a"], 1)).toThrow("a list of 1 has no entry 1");
});

it("picks, filters and slices rows", () => {
  expect([...pickSamples(FOUR, Int32Array.of(3, 0)).voltageV]).toEqual([6, 3]);
  expect([...samplesWhere(FOUR, (timeUs) => timeUs >= 20).voltageV]).toEqual([4, 5, 6]);
  expect(samplesWhere(FOUR, () => true)).toBe(FOUR);
  const view = sliceSamples(FOUR, 1, 3);
  expect([view.length, [...view.timeUs], view.timeUs.buffer === FOUR.timeUs.buffer]).toEqual([2, [20, 20], true]);
});

it("orders samples by time, then record", () => {
  expect(compareIdentity({ timeUs: 1, record: 9 }, { timeUs: 2, record: 0 })).toBeLessThan(0);
  expect(compareIdentity({ timeUs: 2, record: 1 }, { timeUs: 2, record: 0 })).toBeGreaterThan(0);
  expect(compareIdentity(identityAt(FOUR, 2), { timeUs: 20, record: 1 })).toBe(0);
});

it("merges parts by time and record, and says where each sample came from", () => {
  const part = (times: number[]) =>
    toSampleColumns(times.map((timeUs) => ({ timeUs, record: 0, voltageV: timeUs, currentA: 0 })));
  const { samples, origin } = mergeSamples([part([2, 4]), part([]), part([1, 3])]);
  expect([...samples.voltageV]).toEqual([1, 2, 3, 4]);
  expect([...origin]).toEqual([2, 0, 2, 0]);
});

it("takes the sentinels of cyclers for no temperature", () => {
  expect([-80, 25, 200].map(isPlausibleTemperature)).toEqual([true, true, true]);
  expect([-4000, 850, 6553.5, Number.NaN].map(isPlausibleTemperature)).toEqual([false, false, false, false]);
});
