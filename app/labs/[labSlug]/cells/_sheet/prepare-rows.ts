import { prepareTable, type TableColumn } from "@/app/_components/table/prepare-table";
import type { TableView } from "@/app/_components/table/table-view";
import type { SheetCell } from "@/server/domain/cells/cell-sheet";
import { headOf, type SheetColumn, textOf, valueIn } from "./sheet-columns";

/** A column of the sheet as any table has it. */
export const toTableColumn = (column: SheetColumn): TableColumn<SheetCell> => ({
  key: column.key,
  head: headOf(column),
  names: [column.title],
  isNumber: column.type === "number" || column.type === "whole",
  valueIn: (cell) => valueIn(cell, column),
  filterOf: (cell) => comparable(cell, column),
  textOf: (cell) => textOf(cell, column),
});

/**
 * The cells that a filter finds, in the order of one column.
 * @param columns all that may be filtered and ordered by, shown or not
 * @param strays names of cells that stray
 */
export function prepareRows(
  cells: readonly SheetCell[],
  columns: readonly SheetColumn[],
  { strays, ...view }: Pick<TableView, "filter" | "order"> & { strays: ReadonlySet<string> },
) {
  return prepareTable(cells, columns.map(toTableColumn), view, ({ name }) => (strays.has(name) ? "stray" : ""));
}

/** Whether a filter needs to know which cells stray. */
export const asksForStrays = (filter: string) => /\bstray\b/i.test(filter);

/** A moment as a date, so that it is compared with one. */
function comparable(cell: SheetCell, column: SheetColumn): string | number | null {
  const value = valueIn(cell, column);
  return column.source.kind === "lastSample" && typeof value === "number" ? new Date(value).toISOString() : value;
}
