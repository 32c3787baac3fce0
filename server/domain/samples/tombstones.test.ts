import { expect, it } from "vitest";
import { toSampleColumns } from "./sample-columns";
import { isTombstoned, dropTombstonedSamples } from "./tombstones";

const tombstones = [
  { cell: "A", test: null, seq: 10, range: null },
  { cell: "B", test: "again", seq: 20, range: null },
  { cell: "C", test: null, seq: 30, range: { fromUs: 2, toUs: 3 } },
];

it.each([
  [{ cell: "A", test: "", seq: 10 }, true],
  [{ cell: "A", test: "again", seq: 9 }, true],
  [{ cell: "A", test: "", seq: 11 }, false],
  [{ cell: "B", test: "again", seq: 15 }, true],
  [{ cell: "B", test: "", seq: 15 }, false],
  [{ cell: "B", test: null, seq: 15 }, false],
  [{ cell: "A", test: null, seq: 1 }, true],
  [{ cell: "a", test: "", seq: 1 }, false],
  [{ cell: "C", test: "", seq: 1 }, false],
])("of %j is %s", (series, isSo) => {
  expect(isTombstoned(tombstones, series)).toBe(isSo);
});

it.each([
  ["C", 30, [1, 4]],
  ["C", 31, [1, 2, 3, 4]],
  ["B", 1, [1, 2, 3, 4]],
])("of %s at %i leaves the samples outside of a deleted stretch", (cell, seq, left) => {
  const samples = toSampleColumns([1, 2, 3, 4].map((timeUs) => ({ timeUs, record: 0, voltageV: 3, currentA: 1 })));
  expect([...dropTombstonedSamples(tombstones, { cell, test: "x", seq, samples }).timeUs]).toEqual(left);
});
