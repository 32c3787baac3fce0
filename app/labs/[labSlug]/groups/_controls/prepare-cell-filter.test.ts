import { expect, it } from "vitest";
import {
  columnOptions,
  operatorOptions,
  problemOf,
  shownConditions,
  toggled,
  valueOptions,
} from "./prepare-cell-filter";

const FIELDS = [
  { name: "cathode", type: "text", unit: null },
  { name: "loading", type: "number", unit: "mg/cm²" },
] as const;

it("says of a filter which field is gone, or what is missing", () => {
  expect(problemOf(null, FIELDS)).toBeNull();
  expect(problemOf("cathode = LFP and loading > 2 and a-", FIELDS)).toBeNull();
  expect(problemOf("anode = C", FIELDS)).toBe("The lab has no field “anode”.");
  expect(problemOf("cathode =", FIELDS)).toBe("“cathode” is compared with nothing yet.");
  expect(problemOf("a".repeat(1_001), FIELDS)).toBe("A filter has at most 1,000 characters.");
});

it("shows a filter condition by condition, and what is left without each", () => {
  const told = (where: string) =>
    shownConditions(where).map(({ joinedBy, text, without }) => [joinedBy, text, without]);
  expect(told("a = 1 and b or c")).toEqual([
    [null, "a = 1", "b or c"],
    ["and", "b", "a = 1 or c"],
    ["or", "c", "a = 1 and b"],
  ]);
  expect(told("a = 1")).toEqual([[null, "a = 1", null]]);
});

it("offers the columns, and how each can be compared", () => {
  expect(columnOptions(FIELDS).map(({ label }) => label)).toEqual(["Cell", "cathode", "loading / mg/cm²"]);
  const operators = (column: string) => operatorOptions(column, FIELDS).map(({ value }) => value);
  expect(operators("loading")).toEqual(["=", "!=", "<", "<=", ">", ">="]);
  expect(operators("cathode")).toEqual(["=", "!=", "~"]);
  expect(operators("Cell")).toEqual(["=", "!=", "~"]);
});

it("offers values with how many cells have them, those with a text first asked for", () => {
  const values = [
    { value: "LFP", cells: 2 },
    { value: 0, cells: 1 },
    { value: null, cells: 3 },
  ];
  expect(valueOptions({ values, more: 0 }, "")).toEqual([
    { value: "LFP", label: "LFP (2)" },
    { value: "0", label: "0 (1)" },
    { value: "", label: "no value (3)" },
  ]);
  expect(valueOptions({ values, more: 0 }, " lf").map(({ value }) => value)).toEqual(["LFP"]);
});

it("chooses values one by one, as many as a filter may look for", () => {
  expect(toggled(["a"], "b")).toEqual(["a", "b"]);
  expect(toggled(["a", "b"], "a")).toEqual(["b"]);
  const many = Array.from({ length: 50 }, (_, index) => String(index));
  expect(toggled(many, "50")).toHaveLength(50);
});
