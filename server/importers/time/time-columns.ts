import { plainName } from "../table/heading";
import { parseClock } from "./parse-clock";
import { parseElapsed } from "./parse-elapsed";
import { parseNumber } from "../table/parse-number";
import type { KnownColumn } from "../table/vocabulary";

/** Columns that tell the time, as their cells show what they are. */
export type TimeColumns = {
  columns: KnownColumn[];
  /** The column of the time of day, where the clock's column holds dates only. */
  timeOfDay: number | null;
};

/** What a column of the time of day is called; nothing else with colons is one. */
const TIME_OF_DAY = new Set(["time", "time of day", "clock", "clock time", "uhrzeit", "zeit", "heure", "hora", "时间"]);
const OF_A_DAY = /^\d{1,2}:\d\d(?::\d\d(?:[.,]\d+)?)?\s*(?:[AaPp]\.?[Mm]\.?)?$/;
const DATE_AND_TIME = /\d[-/.]\d+[-/.]\d+.*\d:\d\d/;

/**
 * Puts right what headings say of time columns: one that is to hold seconds and holds dates is the clock; a clock that tells nothing is
 * none; a date and a time of day beside it are one clock.
 */
export function timeColumns(
  known: readonly KnownColumn[],
  headings: readonly string[],
  rows: readonly string[][],
): TimeColumns {
  const cellsAt = (index: number) => rows.map((row) => row[index] ?? "").filter((cell) => cell !== "");
  const dated = known.map((column): KnownColumn => {
    const isDated = column.field === "testTime" && DATE_AND_TIME.test(cellsAt(column.index)[0] ?? "");
    return isDated ? { ...column, field: "clock", unit: null } : column;
  });
  const columns = firstOfEachField(dated).filter(
    ({ field, index }) => field !== "clock" || cellsAt(index).some(isClock),
  );
  const clock = columns.find(({ field }) => field === "clock");
  if (!clock || !cellsAt(clock.index).every(isDateOnly)) return { columns, timeOfDay: null };
  const timeOfDay = headings.findIndex((heading, index) => {
    const cells = cellsAt(index);
    // A count that begins at 0 is one of elapsed time.
    const isCount = parsedElapsed(cells[0] ?? "") === 0;
    return (
      TIME_OF_DAY.has(plainName(heading)) && cells.length > 0 && !isCount && cells.every((cell) => OF_A_DAY.test(cell))
    );
  });
  if (timeOfDay < 0) return { columns, timeOfDay: null };
  return { columns: columns.filter(({ index }) => index !== timeOfDay), timeOfDay };
}

function firstOfEachField(columns: readonly KnownColumn[]): KnownColumn[] {
  return columns.filter(({ field }, at) => columns.findIndex((other) => other.field === field) === at);
}

const bytesOf = (text: string) => new TextEncoder().encode(text);
const isClock = (cell: string) =>
  ["mdy", "dmy"].some((order) => parseClock(bytesOf(cell), 0, bytesOf(cell).length, order as "mdy") !== null); // one of the two
const parsedElapsed = (cell: string) => parseElapsed(bytesOf(cell), 0, bytesOf(cell).length);

function isDateOnly(cell: string): boolean {
  const bytes = bytesOf(cell);
  return (
    !cell.includes(":") &&
    isClock(cell) &&
    Number.isNaN(parseNumber(bytes, 0, bytes.length, { decimal: ".", group: "" }))
  );
}
