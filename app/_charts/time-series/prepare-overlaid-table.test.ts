import { expect, it } from "vitest";
import { prepareOverlaid } from "./prepare-overlaid";
import { overlaidTable } from "./prepare-overlaid-table";

const LOADED = [1, 2].map((cycle) => ({
  cycle,
  test: "",
  mode: null,
  t: [0, 10, 20],
  voltage: [3, 3.5, 4],
  current: [cycle, cycle, 0],
  temperature: [25, null, 26],
  note: null,
}));
const panels = prepareOverlaid(LOADED, { own: [], cycle: null });

it("has a row for each moment of each cycle, and a column for each quantity", () => {
  const table = overlaidTable(panels, { from: null, to: null });
  expect(table.columns).toEqual([
    "Curve",
    "Cycle number",
    "Mode",
    "Time since it began / s",
    "Voltage / V",
    "Current / A",
    "Temperature / °C",
  ]);
  expect(table.rows).toHaveLength(6);
  expect(table.rows[1]).toEqual(["Cycle 1", 1, null, 10, 3.5, 1, null]);
  expect(table.rows[5]).toEqual(["Cycle 2", 2, null, 20, 4, 0, 26]);
  expect(table.valuesAt).toEqual([4, 5, 6]);
});

it("has what is in sight only, and no rows of nothing", () => {
  expect(overlaidTable(panels, { from: 5, to: 15 }).rows.map((row) => row[3])).toEqual([10, 10]);
  expect(overlaidTable([], { from: null, to: null }).rows).toEqual([]);
});
