import type { CellMetadata } from "../groups/groupings";
import { type ParsedFilter, parseFilter } from "./cell-filter";

type FilteredCell = { name: string; metadata: CellMetadata };

/** What a filter calls the name of a cell. */
export const CELL_COLUMN = "Cell";

/**
 * A filter of cells by their metadata: its columns are the cell's name and the lab's fields, and plain words are looked for in these.
 * @param fields names of all fields that the lab has
 */
export function parseCellFilter(where: string, fields: readonly string[]): ParsedFilter<FilteredCell> {
  const valueIn = ({ metadata }: FilteredCell, field: string) => {
    const value = metadata[field];
    return value === undefined || value === "" ? null : value;
  };
  return parseFilter<FilteredCell>(where, {
    columns: [
      { names: [CELL_COLUMN], valueOf: ({ name }) => name },
      ...fields.map((field) => ({ names: [field], valueOf: (cell: FilteredCell) => valueIn(cell, field) })),
    ],
    textOf: (cell) => [cell.name, ...fields.map((field) => valueIn(cell, field) ?? "")].join("\n"),
  });
}
