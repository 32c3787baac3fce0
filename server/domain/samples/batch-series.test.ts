import { expect, it } from "vitest";
import { orderSamples } from "./batch-series";
import { packSamples, unpackSamples } from "./packed-samples";
import { NO_INT, type Sample, toSampleColumns } from "./sample-columns";

const sample = (timeUs: number, voltageV: number, record = NO_INT): Sample => ({
  timeUs,
  voltageV,
  record,
  currentA: 1,
});
const listed = (samples: Sample[]) => {
  const ordered = orderSamples(toSampleColumns(samples));
  return Array.from(ordered.timeUs, (timeUs, index) => [timeUs, ordered.record[index], ordered.voltageV[index]]);
};

it("counts equal times in the order they were sent, and sorts by time and record", () => {
  expect(listed([sample(2, 3.1), sample(1, 3.2), sample(2, 3.3)])).toEqual([
    [1, 0, 3.2],
    [2, 0, 3.1],
    [2, 1, 3.3],
  ]);
});

it("keeps the records that a sender gives, and lets the later of two with one identity win", () => {
  expect(listed([sample(2, 3.1, 7), sample(2, 3.2, 5), sample(2, 3.3, 7)])).toEqual([
    [2, 5, 3.2],
    [2, 7, 3.3],
  ]);
});

it("does not copy what is in order", () => {
  const samples = toSampleColumns([sample(1, 3.1), sample(2, 3.2), sample(2, 3.3)]);
  const ordered = orderSamples(samples);
  expect(ordered.voltageV).toBe(samples.voltageV);
  expect([...ordered.record]).toEqual([0, 0, 1]);
  expect([...samples.record]).toEqual([NO_INT, NO_INT, NO_INT]);
});

it("counts records alike in order and out of it", () => {
  const sent = [sample(1, 3.1), sample(2, 3.2), sample(2, 3.3, 0), sample(2, 3.4), sample(3, 3.5, 4), sample(3, 3.6)];
  const shuffled = [...sent, sample(0, 3)]; // the last one falls behind, the others stand as they did
  expect(listed(shuffled).slice(1)).toEqual(listed(sent));
});

it("packs and unpacks without loss, and leaves out columns without a value", () => {
  const samples = toSampleColumns([
    sample(1.7e15 + 1, 3.123456789012345, 0),
    { ...sample(1.7e15 + 2, -0, 3), cycle: 2147483647 },
  ]);
  const { header, bytes } = packSamples(samples);
  expect(header.columns).toHaveLength(5); // time, record, voltage, current, cycle
  expect(unpackSamples(header, bytes)).toEqual(samples);
  expect(() => unpackSamples(header, bytes.subarray(1))).toThrow(RangeError);
});
