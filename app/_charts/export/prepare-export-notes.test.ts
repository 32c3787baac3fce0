import { expect, it } from "vitest";
import type { ChartTable } from "./chart-picture";
import { notesInSight, withNotes } from "./prepare-export-notes";

const regions = [
  { key: "a", label: "2", says: "chamber off (Ada)", from: 1.5, to: 3.5 },
  { key: "b", label: "3", says: "contact cleaned (Bo)", from: 2.5, to: 9 },
];
const table: ChartTable = {
  ...{ columns: ["Cycle number", "V"], nameAt: null, xAt: 0, valuesAt: [1] },
  rows: [
    [1, 4],
    [2, 3.9],
    [3, 3.8],
  ],
};

it("says beside each row what was noted of it", () => {
  const { columns, rows, valuesAt } = withNotes(table, regions, ([cycle]) => Number(cycle));
  expect(columns).toEqual(["Cycle number", "V", "Notes"]);
  expect(rows.map((row) => row[2])).toEqual([null, "chamber off (Ada)", "chamber off (Ada); contact cleaned (Bo)"]);
  expect(valuesAt).toEqual([1]);
  expect(withNotes(table, [], () => 1)).toBe(table);
});

it("explains the notes that are in sight", () => {
  expect(notesInSight(regions, [4, 10])).toEqual([{ label: "3", says: "contact cleaned (Bo)" }]);
});
