import { expect, it } from "vitest";
import { cellIdsOf, cellsOfQuery, withCellIds, withCellNames } from "./saved-views";

it("keeps the cells of a query by their ids, and reads them under their names of now", () => {
  const query = "pin=cell:A:1&pin=group:7:cell:x&pin=cell:B&referenceCell=C&cell=D&hide=cell:E&cellId=99";
  expect(cellsOfQuery(query)).toEqual(["A:1", "B", "C", "D"]);
  const kept = withCellIds(query, [1, null, 3, 4]);
  expect(cellIdsOf(kept)).toEqual([1, 0, 3, 4]); // none of a client's own
  const names = new Map([
    [1, "A & 1"],
    [3, "C"],
  ]);
  const read = new URLSearchParams(withCellNames(kept, (id) => names.get(id)));
  expect(read.getAll("pin")).toEqual(["cell:A & 1", "group:7:cell:x", "cell:B"]);
  expect([read.get("referenceCell"), read.get("cell"), read.get("hide"), read.get("cellId")]).toEqual([
    ...["C", "D", "cell:E", null],
  ]);
});

it("leaves alone what names no cell, and what was kept before there were ids", () => {
  expect(withCellIds("metric=x&from=3", [])).toBe("metric=x&from=3");
  expect(withCellNames("pin=cell:A", () => "B")).toBe("pin=cell:A");
});
