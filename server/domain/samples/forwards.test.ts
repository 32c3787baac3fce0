import { expect, it } from "vitest";
import { followCell, followForwards, type Forward, isMeant } from "./forwards";
import { toSampleColumns } from "./sample-columns";

/** A became B behind batch 5; B became C behind batch 8. */
const RENAMED: readonly Forward[] = [
  { cell: "A", test: null, intoCell: "B", intoTest: null, seq: 5 },
  { cell: "B", test: null, intoCell: "C", intoTest: null, seq: 8 },
];
const samples = toSampleColumns([{ timeUs: 0, record: 0, voltageV: 3, currentA: 1 }]);
const series = (cell: string) => [{ cell, test: "", samples }];
const placeOf = (cell: string, seq: number) =>
  followForwards(series(cell), seq, { forwards: RENAMED, tombstones: [] }).map((one) => one.cell);

it("follows every rename that came behind a batch, in order", () => {
  expect(placeOf("A", 4)).toEqual(["C"]);
  expect(placeOf("A", 6)).toEqual(["A"]); // another cell, which took the name later
  expect(placeOf("B", 6)).toEqual(["C"]);
  const given = series("D");
  expect(followForwards(given, 1, { forwards: RENAMED, tombstones: [] })).toBe(given);
});

it("leaves under the old name what was deleted before the move", () => {
  const tombstones = [{ cell: "A", test: null, seq: 3, range: null }];
  const placed = followForwards(series("A"), 2, { forwards: RENAMED, tombstones });
  expect(placed.map(({ cell }) => cell)).toEqual(["A"]);
});

it("follows what a batch says of a cell", () => {
  expect(followCell("A", 4, RENAMED)).toEqual({ cell: "C", since: 8 });
  expect(followCell("A", 5, RENAMED)).toEqual({ cell: "A", since: 5 });
});

it("means a test by its own name, or every test of a cell", () => {
  const one: Forward = { cell: "A", test: "x", intoCell: "B", intoTest: "y", seq: 5 };
  expect(isMeant(one, { cell: "A", test: "x" }, 4)).toBe(true);
  expect(isMeant(one, { cell: "A", test: "" }, 4)).toBe(false);
  expect(isMeant({ ...one, test: null }, { cell: "A", test: "" }, 4)).toBe(true);
  expect(isMeant(one, { cell: "A", test: "x" }, 5)).toBe(false);
});
