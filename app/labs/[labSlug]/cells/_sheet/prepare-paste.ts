import Papa from "papaparse";
import type { SheetCell, SheetField } from "@/server/domain/cells/cell-sheet";
import { fieldColumn, headOf, parseText, type SheetColumn, sheetColumns, tableColumns, textOf } from "./sheet-columns";
import { type ValueEdit, withoutNoise } from "./sheet-edits";
import type { rangeOf } from "./sheet-selection";

/** The rows of a clipboard or a file: separated by tabs where there is one, else by what the parser finds. */
export function parseTable(text: string): string[][] {
  const delimiter = text.includes("\t") ? "\t" : "";
  const { data } = Papa.parse<string[]>(text.replace(/^\uFEFF/, ""), { delimiter, skipEmptyLines: "greedy" });
  // Our own CSV escapes formulas; the escape is removed again.
  return data.map((row) => row.map((value) => (/^'[=+\-@\t\r]/.test(value) ? value.slice(1) : value)));
}

export type PasteProblem = { cell: string; column: string; message: string };
export type PastedTable = {
  /** Only values that differ from the stored ones. */
  edits: ValueEdit[];
  /** Cells that the lab does not know, in order. */
  unknownNames: string[];
  /** Headers that match no column; the values below them are ignored. */
  unknownColumns: string[];
  problems: PasteProblem[];
  rows: number;
};

const NAME_HEADS = new Set(["cell", "cells", "name", "cell name", "cell id", "id"]);
const fold = (text: string) => text.normalize("NFC").trim().toLowerCase();
const STATUS_HEADS = new Set(["state", "last sample"]);

/** Columns by the names that a header may have: "Nominal capacity / Ah", "Nominal capacity", or the API's nominalCapacityAh. */
function columnsByHead(fields: readonly SheetField[]): Map<string, SheetColumn> {
  const byHead = new Map<string, SheetColumn>();
  // Fields last: one that is called like a setting is meant by its name.
  for (const column of [...tableColumns([]), ...fields.map(fieldColumn)]) {
    for (const head of [column.key, column.title, headOf(column)]) byHead.set(fold(head), column);
  }
  return byHead;
}

/**
 * A table with cell names in its first column, or in the one whose header says so. Without a header row its columns are those of the
 * sheet, in order.
 */
export function preparePaste(
  table: readonly (readonly string[])[],
  fields: readonly SheetField[],
  cells: readonly SheetCell[],
): PastedTable {
  const byName = new Map(cells.map((cell) => [cell.name, cell]));
  const [first = [], ...rest] = table;
  const byHead = columnsByHead(fields);
  const nameAt = first.findIndex((head) => NAME_HEADS.has(fold(head)));
  const hasHeads = nameAt >= 0 || (first.length > 1 && first.slice(1).every((head) => byHead.has(fold(head))));
  const at = Math.max(0, nameAt);
  const columns = hasHeads
    ? first.map((head, index) => (index === at ? null : (byHead.get(fold(head)) ?? null)))
    : [null, ...sheetColumns(fields).filter(({ isEditable }) => isEditable)];
  const unknownColumns = hasHeads
    ? first.filter(
        (head, index) => index !== at && columns[index] === null && !STATUS_HEADS.has(fold(head)) && fold(head) !== "",
      )
    : [];
  const rows = (hasHeads ? rest : table).filter((row) => (row[at] ?? "").trim() !== "");
  const problems: PasteProblem[] = [];
  const edits = rows.flatMap((row) => editsOfRow(row, at, columns, problems));
  const names = rows.map((row) => cleanName(row[at] ?? ""));
  const unknownNames = [...new Set(names.filter((name) => !byName.has(name)))];
  problems.push(...doubles(names));
  return { edits: withoutNoise(edits, byName), unknownNames, unknownColumns, problems, rows: rows.length };
}

const cleanName = (raw: string) => raw.normalize("NFC").trim();

function editsOfRow(
  row: readonly string[],
  nameAt: number,
  columns: readonly (SheetColumn | null)[],
  problems: PasteProblem[],
): ValueEdit[] {
  const cell = cleanName(row[nameAt] ?? "");
  return columns.flatMap((column, index) => {
    if (!column?.isEditable || index >= row.length) return [];
    const parsed = parseText(column, row[index] ?? "");
    if ("value" in parsed) return [{ cell, column, value: parsed.value }];
    problems.push({ cell, column: column.title, message: parsed.problem });
    return [];
  });
}

function doubles(names: readonly string[]): PasteProblem[] {
  const seen = new Set<string>();
  return names.flatMap((cell) => {
    const isDouble = seen.has(cell);
    seen.add(cell);
    return isDouble ? [{ cell, column: "Cell", message: "appears in two rows" }] : [];
  });
}

type Range = ReturnType<typeof rangeOf>;

/** A block of values put into the sheet at the selection: one value fills it, a larger block begins at its corner. */
export function prepareBlock(
  block: readonly (readonly string[])[],
  rows: readonly SheetCell[],
  columns: readonly SheetColumn[],
  { top, left, bottom, right }: Range,
): { edits: ValueEdit[]; problems: PasteProblem[] } {
  const width = Math.max(1, ...block.map((row) => row.length));
  const isFill = (bottom - top + 1) % block.length === 0 && (right - left + 1) % width === 0;
  const height = isFill ? bottom - top + 1 : block.length;
  const across = isFill ? right - left + 1 : width;
  const edits: ValueEdit[] = [];
  const problems: PasteProblem[] = [];
  const put = ({ name: cell }: SheetCell, column: SheetColumn, text: string | undefined) => {
    if (!column.isEditable || text === undefined) return;
    const parsed = parseText(column, text);
    if ("value" in parsed) edits.push({ cell, column, value: parsed.value });
    else problems.push({ cell, column: column.title, message: parsed.problem });
  };
  const filled = columns.slice(left, left + across);
  for (const [down, cell] of rows.slice(top, top + height).entries()) {
    const texts = block[down % block.length] ?? [];
    for (const [side, column] of filled.entries()) put(cell, column, texts[side % width]);
  }
  return { edits, problems };
}

/** The first row of the selection in every row below it. */
export function prepareFillDown(
  rows: readonly SheetCell[],
  columns: readonly SheetColumn[],
  range: Range,
): ValueEdit[] {
  const source = rows[range.top];
  if (!source) return [];
  const first = columns.slice(range.left, range.right + 1).map((column) => textOf(source, column));
  return prepareBlock([first], rows, columns, range).edits;
}

/** The selection as a spreadsheet takes it. */
export function copyText(rows: readonly SheetCell[], columns: readonly SheetColumn[], range: Range): string {
  const shown = columns.slice(range.left, range.right + 1);
  const block = rows.slice(range.top, range.bottom + 1).map((cell) => shown.map((column) => textOf(cell, column)));
  return Papa.unparse(block, { delimiter: "\t", newline: "\n" });
}

/** A table of cells as CSV, with every column that can be loaded again. */
export function toCsv(cells: readonly SheetCell[], fields: readonly SheetField[]): string {
  const columns = tableColumns(fields);
  const rows = cells.map((cell) => columns.map((column) => textOf(cell, column)));
  return Papa.unparse([columns.map(headOf), ...rows], { escapeFormulae: true });
}
