import { expect, it } from "vitest";
import { isBuried } from "./tombstones";

const tombstones = [
  { cell: "A", test: null, seq: 10 },
  { cell: "B", test: "again", seq: 20 },
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
])("of %j is %s", (series, isSo) => {
  expect(isBuried(tombstones, series)).toBe(isSo);
});
