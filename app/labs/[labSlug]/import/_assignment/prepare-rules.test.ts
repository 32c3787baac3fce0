import { expect, it } from "vitest";
import type { AssignmentRules } from "./assign-file";
import { checkName, targetOf, withTarget } from "./prepare-rules";
import type { Preview } from "../_sending/read-preview";

const withHeader = (header: Record<string, string>): Preview => ({
  kind: "readable",
  needsStart: false,
  beginningBytes: null,
  sketch: null,
  summary: {
    ...{ format: "x", formatName: "X", recognisedBy: "x", columns: [], firstRows: [], samples: 0, cycles: 0 },
    ...{ tests: [], warnings: [], counters: [], header },
  },
});
const fileOf = (name: string, preview: Preview | null) => ({ file: new File([""], name), preview });
const FILES = [
  fileOf("A-1_CH3.csv", withHeader({ Barcode: "C-9", Operator: "Ada" })),
  fileOf("A-2_CH4.csv", withHeader({ Barcode: "C-10" })),
];
const PATTERN = "{cell}_CH{channel}";

it("names the unknown placeholder and the known ones", () => {
  const { error } = checkName("{Barcod}-{channel}", PATTERN, FILES);
  expect(error).toContain("has {Barcod}.");
  expect(error).toContain("They have {cell}, {channel}, {Barcode}, {Operator}.");
  expect(checkName("{cell}", "", [fileOf("A-1.csv", withHeader({}))]).error).toContain("no names at all");
});

it("says how many of the files have all that a name needs", () => {
  const resultOf = (template: string) => checkName(template, PATTERN, FILES);
  expect(resultOf("{Barcode}-{channel}")).toEqual({ error: null, result: "Found in 2 of 2 files." });
  expect(resultOf("{Operator}").result).toContain("1 of 2 files. The others");
  expect(resultOf("A-1")).toEqual({ error: null, result: null });
});

it("calls no name unknown before the first file is read", () => {
  const unread = fileOf("A-3_CH5.csv", null);
  expect(checkName("{Lot}", PATTERN, [unread])).toEqual({ error: null, result: null });
  expect(checkName("{Lot}", PATTERN, [unread, ...FILES]).error).toContain("has {Lot}");
});

it("gives a header value one target at a time", () => {
  const rules: AssignmentRules = {
    pattern: PATTERN,
    cell: "{Barcode}-{channel}",
    test: "",
    fields: { Operator: "by" },
    settings: {},
  };
  expect(["Barcode", "Operator", "Lot"].map((key) => targetOf(rules, key))).toEqual(["cell", { field: "by" }, null]);
  const asTest = withTarget(rules, "Barcode", "test");
  expect(asTest).toMatchObject({ cell: "", test: "{Barcode}" });
  expect(withTarget(asTest, "Barcode", { field: "barcode" })).toMatchObject({
    test: "",
    fields: { Operator: "by", Barcode: "barcode" },
  });
  expect(withTarget(rules, "Operator", null).fields).toEqual({});
  const asSetting = withTarget(rules, "Operator", { setting: "activeMassG" });
  expect(asSetting).toMatchObject({ fields: {}, settings: { Operator: "activeMassG" } });
  expect(targetOf(asSetting, "Operator")).toEqual({ setting: "activeMassG" });
  expect(withTarget(asSetting, "Operator", { field: "by" })).toMatchObject({
    fields: { Operator: "by" },
    settings: {},
  });
});
