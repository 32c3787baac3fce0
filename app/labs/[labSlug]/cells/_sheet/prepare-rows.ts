import type { SheetCell } from "@/server/domain/cells/cell-sheet";
import { parseFilter } from "@/server/domain/cells/cell-filter";
import { headOf, type SheetColumn, textOf, valueIn } from "./sheet-columns";

export type SheetOrder = { key: string; isFalling: boolean };

const NATURAL = new Intl.Collator("en", { numeric: true });

type Shown = {
  rows: SheetCell[] /** What of the filter was not understood; then all cells are shown. */;
  problem: string | null;
};

/**
 * The cells that a filter finds, ordered by one column; those without a value last.
 * @param columns all that may be filtered and ordered by, shown or not
 * @param strays names of cells that stray
 */
export function prepareRows(
  cells: readonly SheetCell[],
  columns: readonly SheetColumn[],
  { filter, order, strays }: { filter: string; order: SheetOrder; strays: ReadonlySet<string> },
): Shown {
  const parsed = parseFilter<SheetCell>(filter, {
    columns: columns.map((column) => ({
      names: [column.title, headOf(column)],
      valueOf: (cell) => comparable(cell, column),
    })),
    textOf: (cell) =>
      [...columns.map((column) => textOf(cell, column)), ...(strays.has(cell.name) ? ["stray"] : [])].join("\n"),
  });
  const found = "problem" in parsed ? [...cells] : cells.filter(parsed.matches);
  return { rows: inOrder(found, columns, order), problem: "problem" in parsed ? parsed.problem : null };
}

/** Whether a filter needs to know which cells stray. */
export const asksForStrays = (filter: string) => /\bstray\b/i.test(filter);

/** A moment as a date, so that it is compared with one. */
function comparable(cell: SheetCell, column: SheetColumn): string | number | null {
  const value = valueIn(cell, column);
  return column.source.kind === "lastSample" && typeof value === "number" ? new Date(value).toISOString() : value;
}

function inOrder(found: SheetCell[], columns: readonly SheetColumn[], order: SheetOrder): SheetCell[] {
  const column = columns.find(({ key }) => key === order.key);
  if (!column) return found;
  const sign = order.isFalling ? -1 : 1;
  const keyed = found.map((cell) => ({ cell, value: valueIn(cell, column) }));
  keyed.sort((left, right) => {
    if (left.value === null || right.value === null) return Number(left.value === null) - Number(right.value === null);
    if (typeof left.value === "number" && typeof right.value === "number") return sign * (left.value - right.value);
    return sign * NATURAL.compare(String(left.value), String(right.value));
  });
  return keyed.map(({ cell }) => cell);
}
