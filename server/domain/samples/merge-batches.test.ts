import { expect, it } from "vitest";
import { keyOfTest, mergeBatches } from "./merge-batches";
import { toSampleColumns } from "./sample-columns";

const series = (cell: string, ...identities: [timeUs: number, record: number][]) => ({
  cell,
  test: "",
  samples: toSampleColumns(identities.map(([timeUs, record]) => ({ timeUs, record, voltageV: timeUs, currentA: 0 }))),
});

it("joins what several batches bring of one test, in order, and knows whose each sample is", () => {
  const merged = mergeBatches([
    { seq: 7, series: [series("A", [30, 0], [50, 0])] },
    { seq: 8, series: [series("B", [1, 0]), series("A", [10, 0], [30, 1])] },
    { seq: 9, series: [series("A", [40, 0])] },
  ]);
  expect(merged?.map(({ cell }) => cell)).toEqual(["A", "B"]);
  expect([...(merged?.[0]?.samples.timeUs ?? [])]).toEqual([10, 30, 30, 40, 50]);
  expect([...(merged?.[0]?.samples.voltageV ?? [])]).toEqual([10, 30, 30, 40, 50]);
  expect([...(merged?.[0]?.samples.record ?? [])]).toEqual([0, 0, 1, 0, 0]);
  expect([...(merged?.[0]?.seq ?? [])]).toEqual([8, 7, 8, 9, 7]);
});

it("joins nothing when two batches hold one sample", () => {
  const batches = [
    { seq: 1, series: [series("A", [10, 0])] },
    { seq: 2, series: [series("A", [5, 0], [10, 0])] },
  ];
  expect(mergeBatches(batches)).toBeNull();
});

it("names a test so that no two share a key", () => {
  expect(keyOfTest({ cell: "A", test: "" })).toBe('["A",""]');
  expect(keyOfTest({ cell: 'A","', test: "" })).not.toBe(keyOfTest({ cell: "A", test: '","' }));
});
