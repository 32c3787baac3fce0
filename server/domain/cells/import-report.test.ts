import { expect, it } from "vitest";
import type { ImportSummary } from "../../importers/cycler-file";
import { toCellWarnings, toImportReport } from "./import-report";

const summary: ImportSummary = {
  format: "neware",
  formatName: "Neware BTS, CSV",
  recognisedBy: "its header row",
  columns: [{ heading: "Voltage(V)", field: "voltage", unit: "V" }],
  firstRows: [["1", "3.7"]],
  header: { operator: "A. B.\u0000\ud800" },
  samples: 2,
  cycles: 1,
  tests: [{ cell: null, test: "", startedAtUs: 1.7e15, cycleOffset: 0, samples: 2 }],
  warnings: [],
  counters: [],
};
const withWarnings = (count: number) => ({
  ...summary,
  warnings: Array.from({ length: count }, (_, index) => ({ row: index === 0 ? null : index, message: `gap ${index}` })),
});

it("keeps no more warnings than somebody reads, and says how many there were", () => {
  const report = toImportReport(withWarnings(1_500));
  expect(report.warnings).toHaveLength(1_000);
  expect(report.warningCount).toBe(1_500);
});

it("keeps text that the database can hold", () => {
  expect(toImportReport(summary).header).toEqual({ operator: "A. B.\uFFFD\uFFFD" });
});

it("names file and line in what a cell's readers are told, and what is left out", () => {
  expect(toCellWarnings(toImportReport(withWarnings(2)), "a.csv")).toEqual(["a.csv: gap 0", "a.csv, line 1: gap 1"]);
  const many = toCellWarnings(toImportReport(withWarnings(1_500)), null);
  expect(many).toHaveLength(21); // 20 of 1,500
  expect(many.at(-1)).toBe("an imported file: 1480 more warnings, listed with the import.");
  expect(toCellWarnings(toImportReport(summary), "a.csv")).toEqual([]);
});
