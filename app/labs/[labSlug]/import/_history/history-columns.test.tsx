import { expect, it } from "vitest";
import { prepareTable, shownColumns, tableCsv } from "@/app/_components/table/prepare-table";
import { historyColumns } from "./history-columns";
import type { ListedImport } from "./listed-import";

const imported = (fileName: string, given: Partial<ListedImport>): ListedImport =>
  ({
    ...{ id: fileName, fileName, status: "stored", startedAtMs: Date.UTC(2026, 0, 31), actorName: "Ada" },
    ...{ tests: [{ cell: "A-01", test: "" }], testCount: 1, formatName: "Neware", parts: 1, partsDone: 1 },
    ...{ samples: 100, cycles: 3, warningCount: 0, unchanged: 0, replaced: 0 },
    ...given,
  }) as ListedImport;

const IMPORTS = [
  imported("early.csv", { samples: 20 }),
  imported("late.csv", { startedAtMs: Date.UTC(2026, 1, 1), status: "failed", cycles: null, warningCount: 2 }),
];
const columnsFor = (mayUndo: boolean) =>
  historyColumns({ opened: null, timeZone: "UTC", onOpen: () => {}, onUndo: mayUndo ? () => {} : null });

it.each([
  ["state = failed", ["late.csv"]],
  ["warnings > 0", ["late.csv"]],
  ["samples < 100 and cells ~ a-01", ["early.csv"]],
  ["when >= 2026-02-01", ["late.csv"]],
])("filters imports by %s", (filter, names) => {
  const { rows, problem } = prepareTable(IMPORTS, columnsFor(false), { filter, order: null });
  expect([rows.map(({ fileName }) => fileName), problem]).toEqual([names, null]);
});

it("orders them by when they began, and saves what is shown without its buttons", () => {
  const columns = columnsFor(true);
  const { rows } = prepareTable(IMPORTS, columns, { filter: "", order: { key: "when", isFalling: true } });
  expect(tableCsv(rows, shownColumns(columns, null)).split("\r\n")).toEqual([
    "File,State,When,Who,Cells,Samples,Cycles,Warnings",
    "late.csv,failed,2026-02-01T00:00:00.000Z,Ada,A-01,100,,2",
    "early.csv,stored,2026-01-31T00:00:00.000Z,Ada,A-01,20,3,0",
    "",
  ]);
});
