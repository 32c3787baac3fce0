import type { SheetCell, SheetField } from "@/server/domain/cells/cell-sheet";
import { headOf, POLARITY_WORDS, tableColumns, textOf, valueIn } from "../../_sheet/sheet-columns";

export type Fact = { key: string; name: string; value: string };

/** What is known of a cell: settings first, then metadata. What was never said is told as such, for much rests on it. */
export function cellFacts(cell: SheetCell, fields: readonly SheetField[]): Fact[] {
  return tableColumns(fields)
    .filter(({ source }) => source.kind !== "name")
    .map((column) => {
      const value = valueIn(cell, column);
      return { key: column.key, name: headOf(column), value: valueText(column.key, value, textOf(cell, column)) };
    });
}

const isPolarity = (value: unknown): value is keyof typeof POLARITY_WORDS =>
  typeof value === "string" && Object.hasOwn(POLARITY_WORDS, value);

function valueText(key: string, value: unknown, text: string): string {
  if (key === "polarity" && isPolarity(value)) return POLARITY_WORDS[value];
  return text === "" ? "–" : text;
}
