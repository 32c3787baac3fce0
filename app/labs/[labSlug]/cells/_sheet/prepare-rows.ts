import type { SheetCell } from "@/server/domain/cells/cell-sheet";
import { type SheetColumn, textOf, valueIn } from "./sheet-columns";

export type SheetOrder = { key: string; isFalling: boolean };

const NATURAL = new Intl.Collator("en", { numeric: true });

/** The cells that match every word of the filter, in any column, ordered by one; those without a value last. */
export function prepareRows(
  cells: readonly SheetCell[],
  columns: readonly SheetColumn[],
  { filter, order }: { filter: string; order: SheetOrder },
): SheetCell[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  const found =
    words.length === 0
      ? [...cells]
      : cells.filter((cell) => {
          const text = columns.map((column) => textOf(cell, column).toLowerCase()).join("\n");
          return words.every((word) => text.includes(word));
        });
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
