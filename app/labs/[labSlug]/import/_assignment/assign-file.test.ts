import { expect, it } from "vitest";
import { type AssignmentRules, assignFile, nominalCapacityOf, problemOfCell } from "./assign-file";

const NOTHING_TYPED = { cell: null, test: null };
const KNOWN = { cells: ["A-1", "A-12", "A-12-b"], fields: ["Channel", "cathode"] };
const RULES: AssignmentRules = { pattern: "{cell}_{test}_CH{channel}", cell: "", test: "", fields: {}, settings: {} };
const file = (name: string, header: Record<string, string> = {}) => ({ name, header });

it("assigns by the pattern, and writes fields as the lab does", () => {
  expect(assignFile(file("B-7_rate_CH3.csv"), RULES, NOTHING_TYPED, KNOWN)).toEqual({
    cell: "B-7",
    test: "rate",
    metadata: { Channel: "3" },
    settings: {},
    cellFrom: "pattern",
    fitsPattern: true,
  });
});

it("lets the names that were written win over the file's, and what was typed over both", () => {
  const header = { Barcode: "C-9", Operator: "Ada", Empty: " " };
  const rules: AssignmentRules = { ...RULES, cell: "{Barcode}", test: "{Empty}", fields: { Operator: "operator" } };
  const given = file("B-7_rate_CH3.csv", header);
  expect(assignFile(given, rules, NOTHING_TYPED, KNOWN)).toMatchObject({
    cell: "C-9",
    test: "rate",
    metadata: { Channel: "3", operator: "Ada" },
    cellFrom: "rule",
  });
  expect(assignFile(given, rules, { cell: "mine", test: "" }, KNOWN)).toMatchObject({
    cell: "mine",
    test: "",
    cellFrom: "typed",
  });
});

it("takes settings of the cell from the header, in its units", () => {
  const header = { "Battery capacity": "4.500 A.h", "Mass of active material": "free text" };
  const settings = { "Battery capacity": "nominalCapacityAh", "Mass of active material": "activeMassG" } as const;
  const { settings: said } = assignFile(file("a.csv", header), { ...RULES, settings }, NOTHING_TYPED, KNOWN);
  expect(said).toEqual({ nominalCapacityAh: 4.5 });
});

it("builds names from the file name and the header", () => {
  const header = { Barcode: " C-9 ", channel: "of the header" };
  const named = (cell: string, test = "") =>
    assignFile(file("B-7_rate_CH3.csv", header), { ...RULES, cell, test }, NOTHING_TYPED, KNOWN);
  expect(
    named("{Barcode}-{channel} ", "{test} at CH{ channel }"),
    "the file name's own word comes first",
  ).toMatchObject({
    cell: "C-9-3",
    test: "rate at CH3",
  });
  expect(named("{Barcode} {nothing}"), "as the pattern says where one is missing").toMatchObject({ cell: "B-7" });
  expect(named("A-1"), "one for all").toMatchObject({ cell: "A-1", cellFrom: "rule", test: "rate" });
});

it("finds the cell of the lab that a file is named after, else takes the file's own name", () => {
  const cellFor = (name: string) => assignFile(file(name), { ...RULES, pattern: "" }, NOTHING_TYPED, KNOWN).cell;
  expect(cellFor("2024 A-12 rate.csv")).toBe("A-12");
  expect(cellFor("A-12-b.csv")).toBe("A-12-b");
  expect(cellFor("A-123.bdf.csv"), "a longer name is another").toBe("A-123");
});

it("knows what the cell holds that a file goes to", () => {
  const cells = [
    { name: "A-1", nominalCapacityAh: 3 },
    { name: "A-12", nominalCapacityAh: null },
  ];
  expect([" A-1", "A-12", "B-1"].map((cell) => nominalCapacityOf({ cell }, cells))).toEqual([3, null, null]);
});

it("says what is wrong with a cell's name", () => {
  expect(["A-1", " ", "a/b", "..", "x".repeat(129)].map(problemOfCell)).toEqual([
    null,
    expect.stringContaining("which cell"),
    expect.stringContaining("/"),
    expect.stringContaining("/"),
    expect.stringContaining("128"),
  ]);
});
