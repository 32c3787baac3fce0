import type { ImportField } from "./cycler-file";
import { modeOfWord } from "./mode-words";
import type { DateOrder } from "./parse-clock";
import { type NumberStyle, parseNumber } from "./parse-number";
import type { FoundTable } from "./find-table";
import { splitLine } from "./split-line";
import type { ColumnKind, PlannedColumn, TablePlan } from "./table-plan";
import { timeUnitByClock } from "./time-unit";
import { scaleOf, UNIT_SCALE } from "./units";
import { dimensionOf, type KnownColumn } from "./vocabulary";

const SAMPLE_LINES = 500;
const LIMITS: Partial<Record<ImportField, number>> = { voltage: 1000, current: 10_000 };

/** Decides from the first lines how a table is to be read: units, decimal mark, order of dates, which cells a row must have. */
export function makePlan(
  found: FoundTable,
  lines: readonly string[],
  {
    encoding,
    decimalComma,
    dayFirst,
  }: { encoding: string; decimalComma?: boolean | undefined; dayFirst?: boolean | undefined },
): TablePlan {
  const below = lines.slice(found.headerLine, found.headerLine + SAMPLE_LINES);
  const units = unitsBelow(found, below);
  const outline = found.format.outlineOf?.(found) ?? null;
  const rows = below
    .slice(units === null ? 0 : units.lines)
    .filter((line) => line.trim() !== "")
    .map((line) => cellsOf(line, found))
    .filter((cells) => outline === null || (cells[0] === "" && cells[1] === ""));
  const numberStyle = numberStyleOf(found, rows, decimalComma);
  const withUnits = found.columns.map((column) => ({
    ...column,
    unit: column.unit ?? units?.cells[column.index] ?? null,
  }));
  const present = withUnits
    .map((column) => asDated(column, rows, numberStyle))
    .filter((column) => hasValues(column, rows));
  const columns = withoutDoubles(present.length > 0 ? present : withUnits);
  const clocks = cellsOfField("clock", columns, rows) ?? [];
  const { order, isSure } = dateOrderOf(clocks, dayFirst ?? usuallyDayFirst(found));
  const timed = withTimeUnits(columns, found, rows, numberStyle, order);
  return {
    separator: found.separator.charCodeAt(0),
    headings: found.headings,
    headerLine: found.headerLine,
    firstDataLine: found.headerLine + 1 + (units?.lines ?? 0),
    columns: timed.map((column) => planned(column, columns, found)),
    numberStyle,
    dateOrder: order,
    unsureDate: isSure ? null : { text: clocks[0] ?? "", line: found.headerLine + 1 + (units?.lines ?? 0) },
    isQuotedWhole: found.isQuotedWhole,
    outline,
    modeOf: found.format.modeOf ?? modeOfWord,
    encoding,
  };
}

const usuallyDayFirst = ({ format }: FoundTable) =>
  format.dateOrder === undefined ? undefined : format.dateOrder === "dmy";

/** The cells of the column that holds a field; null where there is none. */
function cellsOfField(field: ImportField, columns: readonly KnownColumn[], rows: readonly string[][]): string[] | null {
  const column = columns.find((known) => known.field === field);
  return column === undefined ? null : rows.map((row) => row[column.index] ?? "");
}

/** Times that name no unit, in a format whose files differ: in the unit that the clock tells. */
function withTimeUnits(
  columns: readonly KnownColumn[],
  found: FoundTable,
  rows: readonly string[][],
  style: NumberStyle,
  order: DateOrder,
): KnownColumn[] {
  const times = cellsOfField("testTime", columns, rows);
  const clocks = cellsOfField("clock", columns, rows);
  if (!found.format.isTimeUnitByClock || times === null || clocks === null) return [...columns];
  const unit = timeUnitByClock(times, clocks, style, order);
  return columns.map((column) =>
    dimensionOf(column.field) === "time" ? { ...column, unit: column.unit ?? unit } : column,
  );
}

function cellsOf(line: string, { separator, isQuotedWhole }: FoundTable): string[] {
  const text = line.replace(/\r$/, "");
  const inner = isQuotedWhole && text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1) : text;
  return splitLine(inner, separator).map((cell) => cell.trim());
}

/** A line of units below the column line, as Digatron and others write, and how many lines it takes (blank ones before it count). */
function unitsBelow(found: FoundTable, below: readonly string[]): { cells: string[]; lines: number } | null {
  const at = below.findIndex((line) => line.trim() !== "");
  const cells = cellsOf(below[at] ?? "", found).map((cell) => cell.replace(/^[[(](.*)[\])]$/, "$1"));
  const areUnits = found.columns.filter(({ index, field }) => {
    const dimension = dimensionOf(field);
    return dimension !== null && scaleOf(dimension, cells[index] ?? "") !== null;
  });
  return areUnits.length >= 2 ? { cells, lines: at + 1 } : null;
}

/** A column that is to hold seconds and holds dates instead is the clock. */
function asDated(column: KnownColumn, rows: readonly string[][], style: NumberStyle): KnownColumn {
  if (column.field !== "testTime") return column;
  const text = rows.map((row) => row[column.index] ?? "").find((cell) => cell !== "");
  if (text === undefined || !/\d[-/.]\d+[-/.]\d+.*\d:\d\d/.test(text)) return column;
  const bytes = new TextEncoder().encode(text);
  return Number.isNaN(parseNumber(bytes, 0, bytes.length, style)) ? { ...column, field: "clock", unit: null } : column;
}

/** Columns that are there and empty, as `Cycle_Index` in some Arbin files, do not count; nor do clocks and times that say nothing. */
function hasValues({ index, field }: KnownColumn, rows: readonly string[][]): boolean {
  if (field === "voltage" || field === "current" || rows.length === 0) return true;
  return rows.some((row) => /[^\s\-:.0]/.test(row[index] ?? "") || (row[index] ?? "").includes("0"));
}

/** The first column of a field wins: the second may be one that turned out to hold dates. */
function withoutDoubles(columns: readonly KnownColumn[]): KnownColumn[] {
  return columns.filter(({ field }, index) => columns.findIndex((other) => other.field === field) === index);
}

function planned(column: KnownColumn, all: readonly KnownColumn[], found: FoundTable): PlannedColumn {
  const dimension = dimensionOf(column.field);
  const unit = column.unit ?? found.format.units?.[column.field] ?? null;
  const known = dimension === null || unit === null ? UNIT_SCALE : (scaleOf(dimension, unit) ?? UNIT_SCALE);
  const isTurned = column.field === "current" && found.format.dischargeIsPositive === true;
  const scale = isTurned ? { ...known, multiply: -known.multiply } : known;
  return {
    ...column,
    unit: dimension === null ? null : unit,
    kind: kindOf(column.field),
    scale,
    limit: LIMITS[column.field] ?? Number.POSITIVE_INFINITY,
    isNeeded: column.field === "voltage" || column.field === "current" || column.field === neededTime(all),
  };
}

/** The time that rows must have: test time, else the clock, else the time of the step. */
function neededTime(columns: readonly KnownColumn[]): ImportField {
  const times = ["testTime", "clock", "stepTime"] as const;
  return times.find((time) => columns.some(({ field }) => field === time)) ?? "testTime";
}

function kindOf(field: ImportField): ColumnKind {
  if (field === "testTime" || field === "stepTime") return "time";
  return field === "clock" || field === "mode" || field === "step" || field === "cell" ? field : "number";
}

/** Which marks numbers have: told by the first cells that show it. */
function numberStyleOf(found: FoundTable, rows: readonly string[][], decimalComma: boolean | undefined): NumberStyle {
  const cells = found.columns
    .filter(({ field }) => dimensionOf(field) !== null)
    .flatMap(({ index }) => rows.map((row) => row[index] ?? ""));
  const both = cells.find(
    (cell) =>
      /^[+-]?\d{1,3}(?:([.,\s'’])\d{3})+[.,]\d+$/.test(cell) || /^[+-]?\d{1,3}(?:([.,\s'’])\d{3}){2,}$/.test(cell),
  );
  const hasComma = cells.some((cell) => /^[+-]?\d+,\d+(?:[eE][+-]?\d+)?$/.test(cell));
  const hasPoint = cells.some((cell) => /^[+-]?\d+\.\d+(?:[eE][+-]?\d+)?$/.test(cell));
  const decimal = (decimalComma ?? (hasComma && !hasPoint)) ? "," : ".";
  if (both === undefined) return { decimal, group: "" };
  const marks = both.replaceAll(/[\d+-]/g, "");
  const group = (marks[0] === "’" ? "'" : /\s/.test(marks[0] ?? "") ? " " : marks[0]) as NumberStyle["group"]; // what the pattern above allows
  const last = marks.at(-1);
  const isMixed = new Set(marks).size > 1;
  if (isMixed) return { decimal: last === "," ? "," : ".", group };
  return { decimal: group === "," ? "." : group === "." ? "," : decimal, group };
}

type OrderOfDates = { order: DateOrder; isSure: boolean };

/** The order of dates: as the dates show; else as told, or as the format has it; else the month first, as most exports write strokes. */
function dateOrderOf(cells: readonly string[], dayFirst: boolean | undefined): OrderOfDates {
  const dates = cells.map((cell) => /^\D*(\d{1,4})\D(\d{1,2})\D(\d{2,4})/.exec(cell)).filter((parts) => parts !== null);
  if (dates.some(([, first]) => first?.length === 4)) return { order: "ymd", isSure: true };
  if (dates.some(([, first]) => Number(first) > 12)) return { order: "dmy", isSure: true };
  if (dates.some(([, , second]) => Number(second) > 12)) return { order: "mdy", isSure: true };
  if (dayFirst !== undefined) return { order: dayFirst ? "dmy" : "mdy", isSure: true };
  if (cells.some((cell) => /^\D*\d+\.\d+\.\d{2}/.test(cell))) return { order: "dmy", isSure: true };
  return { order: "mdy", isSure: dates.every(([, first, second]) => first === second) };
}
