import { expect, it } from "vitest";
import { fieldChoices, fieldValues } from "./field-choices";

const fields = ["cathode", "C-rate", "note"].map((name) => ({ name, unit: name === "C-rate" ? "1/h" : null }));

it("counts the groups and the cells of each field, and leaves out those without values", () => {
  const cells = [
    { metadata: { cathode: "NMC", "C-rate": 1 } },
    { metadata: { cathode: "NMC", "C-rate": 2, note: "" } },
    { metadata: { cathode: "LFP", note: null } },
  ];
  expect(fieldChoices(fields, cells)).toEqual([
    { name: "cathode", unit: null, groups: 2, cells: 3 },
    { name: "C-rate", unit: "1/h", groups: 2, cells: 2 },
  ]);
  expect(fieldChoices(fields, [])).toEqual([]);
});

it("counts the cells of each value, as people count, and those without one last", () => {
  expect(fieldValues(["B-10", null, "B-2", "B-10", "", undefined])).toEqual({
    values: [
      { value: "B-2", cells: 1 },
      { value: "B-10", cells: 2 },
      { value: null, cells: 3 },
    ],
    more: 0,
  });
  expect(fieldValues([10, 9.5, -1, 10]).values.map(({ value }) => value)).toEqual([-1, 9.5, 10]);
});

it("lists the 200 most frequent values", () => {
  const often = Array.from({ length: 200 }, (_, index) => `often ${index}`);
  const { values, more } = fieldValues(["once", ...often, ...often, "also once"]);
  expect(values.map(({ value }) => value)).toEqual(often);
  expect(more).toBe(2);
});
