import { setImmediate as othersTurn } from "node:timers/promises";
import Papa from "papaparse";
import { type CellValue, rowsOf, type Table, type TableColumn } from "./table";

/** Written in a few milliseconds. */
const ROWS_AT_ONCE = 2_000;
const NEWLINE = "\r\n";

/**
 * A table as RFC 4180 has it, its first line the names of its columns.
 * @param withAbout puts what a reader has to know of the table before it, a line each that begins with `#`
 */
export async function toCsv(table: Table, { withAbout }: { withAbout: boolean }): Promise<string> {
  const { columns, about } = table;
  const comments = withAbout
    ? Object.entries(about).map(([name, value]) => `# ${name}: ${JSON.stringify(value)}${NEWLINE}`)
    : [];
  const pieces = [...comments, csvLines([columns.map(({ name }) => name)])];
  for (let from = 0; from < rowsOf(table); from += ROWS_AT_ONCE) {
    if (from > 0) await othersTurn();
    pieces.push(csvLines(rowsBetween(columns, from, from + ROWS_AT_ONCE)));
  }
  return pieces.join("");
}

/**
 * Lines of CSV, each with its end. A spreadsheet takes a text that begins like a formula for one: such are written with a sign before them.
 * Numbers are none, be they negative.
 */
export const csvLines = (rows: CellValue[][]): string =>
  Papa.unparse(rows, { escapeFormulae: true, newline: NEWLINE }) + NEWLINE;

function rowsBetween(columns: readonly TableColumn[], from: number, to: number): CellValue[][] {
  const length = Math.min(to, columns[0]?.values.length ?? 0) - from;
  return Array.from({ length }, (_, index) => columns.map(({ values }) => values[from + index] ?? null));
}
