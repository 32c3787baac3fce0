import { COUNTERS } from "../assembly/built-part";
import type { ImportField } from "../cycler-file";
import { modeOfWord } from "./mode-words";
import type { DateOrder } from "../time/parse-clock";
import { dateOrderOf } from "../time/date-order";
import { numberStyleOf } from "./number-style";
import type { NumberStyle } from "./parse-number";
import type { FoundTable } from "./find-table";
import { plainBlanks } from "../text/plain-blanks";
import { joinedLines } from "../text/quoted-lines";
import { splitLine } from "../text/split-line";
import type { ColumnKind, PlannedColumn, TablePlan } from "./table-plan";
import { timeColumns } from "../time/time-columns";
import { timeUnitByClock } from "../time/time-unit";
import { type Scale, scaleOf, UNIT_SCALE } from "./units";
import { dimensionOf, type KnownColumn } from "./vocabulary";

const SAMPLE_LINES = 500;
const LIMITS: Partial<Record<ImportField, number>> = { voltage: 1000, current: 10_000 };

/** Decides from the first lines how a table is to be read: units, decimal mark, order of dates, which cells a row must have. */
export function makePlan(
  found: FoundTable,
  lines: readonly string[],
  { decimalComma, dayFirst }: { decimalComma?: boolean | undefined; dayFirst?: boolean | undefined } = {},
): TablePlan {
  const below = lines.slice(found.headerLine, found.headerLine + SAMPLE_LINES);
  const units = unitsBelow(found, below);
  const outline = found.format.outlineOf?.(found) ?? null;
  const rows = joinedLines(below.slice(units === null ? 0 : units.lines), found.separator)
    .filter((line) => line.trim() !== "")
    .map((line) => cellsOf(line, found))
    .filter((cells) => outline === null || (cells[0] === "" && cells[1] === ""));
  const inUnits = found.columns.map((column) => ({
    ...column,
    unit: column.unit ?? units?.cells[column.index] ?? null,
  }));
  const { columns, timeOfDay } = timeColumns(
    inUnits.filter((column) => hasValues(column, rows)),
    found.headings,
    rows,
  );
  // Thousands come late: a time in seconds has none in its first 999 rows.
  const later = spread(lines.slice(found.headerLine + SAMPLE_LINES)).map((line) => cellsOf(line, found));
  const measured = columns
    .filter(({ field }) => dimensionOf(field) !== null)
    .map(({ index }) => [...cellsAt(index, rows), ...cellsAt(index, later)]);
  const numberStyle = numberStyleOf(measured, decimalComma);
  const clocks = cellsOfField("clock", columns, rows) ?? [];
  const { order, isSure } = dateOrderOf(clocks, dayFirst, usuallyDayFirst(found));
  const firstDataLine = found.headerLine + 1 + (units?.lines ?? 0);
  const plannedColumns = withTimeUnits(columns, found, rows, numberStyle, order).map((column) =>
    planned(column, columns, found),
  );
  return {
    separator: found.separator.charCodeAt(0),
    headings: found.headings,
    cellCount: found.cellCount,
    headerLine: found.headerLine,
    firstDataLine,
    columns: plannedColumns,
    timeOfDay,
    numberStyle,
    currentStepA: currentStepOf(plannedColumns, rows),
    dateOrder: order,
    unsureDate: isSure ? null : { text: clocks[0] ?? "", line: firstDataLine },
    isQuotedWhole: found.isQuotedWhole,
    outline,
    modeOf: found.format.modeOf ?? modeOfWord,
  };
}

/** As many lines again, from all over those below. */
function spread(lines: readonly string[]): string[] {
  const apart = Math.ceil(lines.length / SAMPLE_LINES);
  return lines.filter((_, index) => index % apart === 0);
}

const usuallyDayFirst = ({ format }: FoundTable) =>
  format.dateOrder === undefined ? undefined : format.dateOrder === "dmy";

/** The cells of the column that holds a field; null where there is none. */
function cellsOfField(field: ImportField, columns: readonly KnownColumn[], rows: readonly string[][]): string[] | null {
  const column = columns.find((known) => known.field === field);
  return column === undefined ? null : cellsAt(column.index, rows);
}

const cellsAt = (index: number, rows: readonly string[][]) => rows.map((row) => row[index] ?? "");

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
  const text = plainBlanks(line);
  const inner = isQuotedWhole && text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1) : text;
  return splitLine(inner, separator).map((cell) => cell.trim());
}

/**
 * How finely a current is written that has as many decimals in every row, zeros at their end included; null where it has not, or only one,
 * which programs put behind whole numbers, too.
 */
function currentStepOf(columns: readonly PlannedColumn[], rows: readonly string[][]): number | null {
  const current = columns.find(({ field }) => field === "current");
  const cells = current ? cellsAt(current.index, rows).filter((cell) => cell !== "") : [];
  const decimals = cells.map((cell) => /^[+-]?\d+[.,](\d{2,})$/.exec(cell)?.[1]?.length ?? 0);
  const [first = 0] = decimals;
  if (!current || first === 0 || decimals.some((count) => count !== first)) return null;
  if (!cells.some((cell) => cell.endsWith("0"))) return null;
  return (10 ** -first * Math.abs(current.scale.multiply)) / current.scale.divide;
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

/** What is asked of every row, or held against ours, if its column is there at all. */
const OF_USE_IF_FILLED = new Set<ImportField>(["testTime", "stepTime", "clock", ...COUNTERS]);

/** Times and counters that are there and empty, as `Step_Time` in some Arbin files, are as good as not there. */
function hasValues({ index, field }: KnownColumn, rows: readonly string[][]): boolean {
  if (!OF_USE_IF_FILLED.has(field) || rows.length === 0) return true;
  return rows.some((row) => /[^\s\-:.]/.test(row[index] ?? ""));
}

function planned(column: KnownColumn, all: readonly KnownColumn[], found: FoundTable): PlannedColumn {
  const { field } = column;
  const unit = dimensionOf(field) === null ? null : (column.unit ?? found.format.units?.[field] ?? null);
  const scale = scaleIn(field, unit);
  const isTurned = field === "current" && found.format.dischargeIsPositive === true;
  return {
    ...column,
    unit,
    kind: kindOf(field),
    scale: isTurned ? { ...scale, multiply: -scale.multiply } : scale,
    limit: LIMITS[field] ?? Number.POSITIVE_INFINITY,
    isNeeded: ["voltage", "current", neededTime(all)].includes(field),
  };
}

function scaleIn(field: ImportField, unit: string | null): Scale {
  const dimension = dimensionOf(field);
  return dimension === null || unit === null ? UNIT_SCALE : (scaleOf(dimension, unit) ?? UNIT_SCALE);
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
