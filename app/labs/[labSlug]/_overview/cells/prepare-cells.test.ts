import { expect, it } from "vitest";
import type { OverviewCell } from "@/server/domain/cells/lab-overview";
import { prepareTable } from "@/app/_components/table/prepare-table";
import { readTableView } from "@/app/_components/table/table-view";
import { BY_STATE, readStates } from "../overview-view";
import { overviewColumns } from "./overview-columns";
import { countStates, rowsOfStates, toRows } from "./prepare-cells";
import type { ListedStray } from "../cards/prepare-stray-list";

const cell = (name: string, given: Partial<OverviewCell> = {}): OverviewCell => ({
  cellId: Number(name.slice(2)),
  name,
  state: "running",
  sinceMs: null,
  lastSampleAtMs: 1000,
  arrivedAtMs: 5000,
  lastVoltageV: 3.7,
  lastCurrentA: 1,
  cycle: 4,
  channel: null,
  ...given,
});
const stray = (cellId: number, relativeDeviation: number): ListedStray => ({
  cellId,
  cell: "",
  group: { key: "", name: "" },
  metric: "capacityRetention",
  cycle: 9,
  relativeDeviation,
  text: "",
  all: "",
});

const cells = [
  cell("A-10", { arrivedAtMs: 9000, cycle: null }),
  cell("A-2", { state: "silent", channel: "1-07" }),
  cell("A-1", { state: "ended", cycle: 30 }),
  cell("A-3", { arrivedAtMs: null, lastSampleAtMs: 2000, state: "imported" }),
];
const rows = toRows(cells, [stray(10, -0.1), stray(1, 0.02)]);
const columns = overviewColumns(rows, { labSlug: "lab", timeZone: "UTC", hasChannels: true, nowMs: () => 10_000 });
const listed = (query: string) => {
  const params = new URLSearchParams(query);
  const shown = rowsOfStates(rows, readStates(params));
  return prepareTable(shown, columns, readTableView(params, null, BY_STATE)).rows.map((row) => row.cell.name);
};

it.each([
  // Strays first, then by what matters, then by name as people count.
  ["", ["A-10", "A-1", "A-2", "A-3"]],
  ["sort=name", ["A-1", "A-2", "A-3", "A-10"]],
  ["sort=-name", ["A-10", "A-3", "A-2", "A-1"]],
  ["sort=age", ["A-10", "A-1", "A-2", "A-3"]],
  ["sort=deviation", ["A-10", "A-1", "A-2", "A-3"]],
  // What is missing stays last either way.
  ["sort=-cycle", ["A-1", "A-2", "A-3", "A-10"]],
  ["sort=cycle", ["A-2", "A-3", "A-1", "A-10"]],
  ["state=stray", ["A-10", "A-1"]],
  ["state=silent,imported", ["A-2", "A-3"]],
  ["filter=a-1", ["A-10", "A-1"]],
  ["filter=A- 1-07 SILENT", ["A-2"]],
  ["filter=nothing", []],
  ["filter=cycle >= 4 and not stray", ["A-2", "A-3"]],
  ["filter=%CE%94 %25 < 0", ["A-10"]],
  ["filter=colour = red&sort=name", ["A-1", "A-2", "A-3", "A-10"]], // not understood: nothing is left out
])("lists for %j %j", (query, names) => {
  expect(listed(query)).toEqual(names);
});

it("counts the states there are, silent cells first", () => {
  expect(countStates(cells)).toEqual([
    { state: "silent", count: 1 },
    { state: "running", count: 1 },
    { state: "ended", count: 1 },
    { state: "imported", count: 1 },
  ]);
});
