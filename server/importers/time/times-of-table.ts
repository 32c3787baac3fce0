import { COUNTERS } from "../assembly/built-part";
import { type ImportField, UnreadableFileError } from "../cycler-file";
import type { FoundTable } from "../table/find-table";
import type { KnownColumn } from "../table/vocabulary";
import { type DaylessClock, type TimeColumns, timeColumns } from "./time-columns";

/**
 * The columns with values, their times by their content; times of day are a test time where there is no other.
 * @throws UnreadableFileError where no time is left that can be read
 */
export function timesOf(
  known: readonly KnownColumn[],
  { dayless, rows, found }: { dayless: DaylessClock | null; rows: readonly string[][]; found: FoundTable },
): TimeColumns {
  const filled = known.filter((column) => hasValues(column, rows));
  const times = timeColumns(filled, found.headings, rows);
  const has = (field: ImportField) => times.columns.some((column) => column.field === field);
  if (has("testTime") || rows.length === 0) return times;
  if (dayless !== null) return { ...times, columns: [...times.columns, { ...dayless, field: "testTime", unit: null }] };
  if (!has("clock") && !has("stepTime")) throw unreadTime(known, rows, found);
  return times;
}

function unreadTime(known: readonly KnownColumn[], rows: readonly string[][], { headerLine }: FoundTable) {
  const times = known.filter(({ field }) => field === "testTime" || field === "clock" || field === "stepTime");
  const filled = times.find(({ index }) => valuesAt(index, rows).some((value) => value !== ""));
  const text =
    filled &&
    valuesAt(filled.index, rows)
      .find((value) => value !== "")
      ?.slice(0, 64);
  const column = (filled ?? times[0])?.heading ?? null;
  const wanted =
    filled?.field === "clock"
      ? "a date and time: write it as 2024-01-31 12:00:00"
      : "a time: write it in seconds or as 12:00:00, or a date and time as 2024-01-31 12:00:00";
  const message = filled ? `"${text}" in column "${column}" is not read as ${wanted}` : "the column of times is empty";
  return new UnreadableFileError(message, [{ row: headerLine, column, message }]);
}

/** Required or compared columns, which are ignored if they are empty. */
const USEFUL_IF_FILLED = new Set<ImportField>(["testTime", "stepTime", "clock", ...COUNTERS]);

/** Times and counters may be there and empty, as `Step_Time` in some Arbin files. */
function hasValues({ index, field }: KnownColumn, rows: readonly string[][]): boolean {
  if (!USEFUL_IF_FILLED.has(field) || rows.length === 0) return true;
  return rows.some((row) => /[^\s\-:.]/.test(row[index] ?? ""));
}

const valuesAt = (index: number, rows: readonly string[][]) => rows.map((row) => row[index] ?? "");
