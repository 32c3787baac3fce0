import { expect, it } from "vitest";
import { type AnnotationTarget, concernsCell, refusedTarget } from "./annotations";

const target = (given: Partial<AnnotationTarget>): AnnotationTarget => ({
  cell: null,
  match: null,
  cycles: null,
  times: null,
  ...given,
});
const times = { from: 0, to: 1000 };
const match = { field: "chamber", value: "2" };

it.each([
  target({ cell: "A-01" }),
  target({ cell: "A-01", cycles: { from: 3, to: 5 } }),
  target({ cell: "A-01", times }),
  target({ match, times }),
  target({ times }),
])("takes %o", (given) => {
  expect(refusedTarget(given)).toBeNull();
});

it.each([
  [target({ cell: "A-01", match, times }), "not both"],
  [target({ cell: "A-01", cycles: { from: 3, to: 5 }, times }), "not both"],
  [target({ match, cycles: { from: 3, to: 5 } }), "of one cell"],
  [target({ match }), "give the times"],
  [target({}), "give the times"],
])("refuses %o", (given, reason) => {
  expect(refusedTarget(given)).toContain(reason);
});

it("concerns its cell, the cells of its match, or all", () => {
  const inChamber = { name: "A-01", metadata: { chamber: 2 } };
  const elsewhere = { name: "A-02", metadata: { chamber: "20", valueOf: "x" } };
  expect(concernsCell({ cell: "A-01", match: null }, inChamber)).toBe(true);
  expect(concernsCell({ cell: "A-01", match: null }, elsewhere)).toBe(false);
  expect(concernsCell({ cell: null, match }, inChamber)).toBe(true);
  expect(concernsCell({ cell: null, match }, elsewhere)).toBe(false);
  expect(concernsCell({ cell: null, match: { field: "toString", value: "x" } }, elsewhere)).toBe(false);
  expect(concernsCell({ cell: null, match: null }, elsewhere)).toBe(true);
});
