import { plainName } from "../table/heading";
import { parseClock } from "./parse-clock";
import { parseElapsed } from "./parse-elapsed";
import { parseNumber } from "../numbers/parse-number";
import type { KnownColumn } from "../table/vocabulary";

/** The columns of a table, its time columns by their content. */
export type TimeColumns = {
  columns: KnownColumn[];
  /** The column of the time of day, where the clock's column has dates only. */
  timeOfDay: number | null;
};

/** Headings of a time of day; no other column with colons is one. */
const TIME_OF_DAY = new Set(["time", "time of day", "clock", "clock time", "uhrzeit", "zeit", "heure", "hora", "时间"]);
const OF_A_DAY = /^\d{1,2}:\d\d(?::\d\d(?:[.,]\d+)?)?\s*(?:[AaPp]\.?[Mm]\.?)?$/;
/** Cut to 64 characters. */
const DATE_AND_TIME = /\d[-/.]\d+[-/.]\d+.*\d:\d\d/;

/**
 * Corrects what headings say about time columns: a test time that contains dates is the clock; a clock without times is ignored; a date and
 * a time of day in another column are one clock.
 */
export function timeColumns(
  known: readonly KnownColumn[],
  headings: readonly string[],
  rows: readonly string[][],
): TimeColumns {
  const valuesAt = (index: number) => rows.map((row) => row[index] ?? "").filter((value) => value !== "");
  const dated = known.map((column): KnownColumn => {
    const isDated = column.field === "testTime" && DATE_AND_TIME.test((valuesAt(column.index)[0] ?? "").slice(0, 64));
    return isDated ? { ...column, field: "clock", unit: null } : column;
  });
  const columns = firstOfEachField(dated).filter(
    ({ field, index }) => field !== "clock" || valuesAt(index).some(isClock),
  );
  const clock = columns.find(({ field }) => field === "clock");
  if (!clock || !valuesAt(clock.index).every(isDateOnly)) return { columns, timeOfDay: null };
  const timeOfDay = headings.findIndex((heading, index) => {
    const values = valuesAt(index);
    // A column that begins at 0 is elapsed time.
    const isCount = parsedElapsed(values[0] ?? "") === 0;
    return (
      TIME_OF_DAY.has(plainName(heading)) &&
      values.length > 0 &&
      !isCount &&
      values.every((value) => OF_A_DAY.test(value))
    );
  });
  if (timeOfDay < 0) return { columns, timeOfDay: null };
  return { columns: columns.filter(({ index }) => index !== timeOfDay), timeOfDay };
}

/** A clock that shows times of day alone: its date may stand above the table. */
export type DaylessClock = { heading: string; index: number };

export function daylessClock(known: readonly KnownColumn[], rows: readonly string[][]): DaylessClock | null {
  const clock = known.find(({ field }) => field === "clock");
  const values = clock ? rows.map((row) => row[clock.index] ?? "").filter((value) => value !== "") : [];
  return clock && values.length > 0 && values.every((value) => OF_A_DAY.test(value)) ? clock : null;
}

function firstOfEachField(columns: readonly KnownColumn[]): KnownColumn[] {
  return columns.filter(({ field }, at) => columns.findIndex((other) => other.field === field) === at);
}

const bytesOf = (text: string) => new TextEncoder().encode(text);
const isClock = (value: string) =>
  ["mdy", "dmy"].some((order) => parseClock(bytesOf(value), 0, bytesOf(value).length, order as "mdy") !== null); // one of the two
const parsedElapsed = (value: string) => parseElapsed(bytesOf(value), 0, bytesOf(value).length);

function isDateOnly(value: string): boolean {
  const bytes = bytesOf(value);
  return (
    !value.includes(":") &&
    isClock(value) &&
    Number.isNaN(parseNumber(bytes, 0, bytes.length, { decimal: ".", group: "" }))
  );
}
