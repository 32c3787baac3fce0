import { type Answers, type ImportField, type ImportOptions, UnreadableFileError } from "../cycler-file";
import { modeOfWord } from "./mode-words";
import type { DateOrder } from "../time/parse-clock";
import { dateOrderOf } from "../time/date-order";
import { frequencyColumn } from "./impedance";
import { numberStyleOf } from "../numbers/number-style";
import type { NumberStyle } from "../numbers/parse-number";
import type { FoundTable } from "./find-table";
import { mixedCells } from "../checks/other-columns";
import { plainWhitespace } from "../text/plain-whitespace";
import { joinedLines } from "../text/joined-lines";
import { splitLine } from "../text/split-line";
import type { ColumnKind, PlannedColumn, TablePlan } from "./table-plan";
import { type DaylessClock, daylessClock } from "../time/time-columns";
import { timesOf } from "../time/times-of-table";
import { timeUnitByClock } from "../time/time-unit";
import { twoPartsOf } from "../time/two-part-times";
import { withOneCurrent } from "../rows/two-way-current";
import { type Scale, scaleOf, UNIT_SCALE } from "../numbers/units";
import { withUnitByValues } from "../numbers/unit-by-values";
import { dimensionOf, type KnownColumn } from "./vocabulary";

const SAMPLE_LINES = 500;
const LARGEST_A = 10_000;
const LIMITS: Partial<Record<ImportField, number>> = {
  voltage: 1000,
  current: LARGEST_A,
  chargeCurrent: LARGEST_A,
  dischargeCurrent: LARGEST_A,
};

/** Decides from the first lines how to read a table: units, decimal mark, order of dates, required columns. */
export function makePlan(
  found: FoundTable,
  lines: readonly string[],
  { mapping, answers = {} }: Pick<ImportOptions, "mapping" | "answers">,
): TablePlan {
  const { decimalComma, dayFirst } = mapping ?? {};
  const below = lines.slice(found.headerLine, found.headerLine + SAMPLE_LINES);
  const units = unitsRowBelow(found, below);
  const outline = found.format.outlineOf?.(found) ?? null;
  const rows = joinedLines(below.slice(units === null ? 0 : units.lines), found.separator)
    .filter((line) => line.trim() !== "")
    .map((line) => fieldsOf(line, found))
    .filter((fields) => outline === null || (fields[0] === "" && fields[1] === ""));
  const ofOther = found.format.countersOfOther?.(found) ?? [];
  const kept = withOneCurrent(found.columns).filter(
    ({ field }) => !ofOther.includes(field) && !isOverruled(field, answers),
  );
  const inUnits = kept.map((column) => ({
    ...column,
    unit: column.unit ?? units?.fields[column.index] ?? null,
  }));
  const dayless = daylessClock(inUnits, rows);
  const { columns, timeOfDay } = timesOf(inUnits, { dayless, rows, found });
  // Thousands come late: a time in seconds has none in its first 999 rows.
  const later = spread(lines.slice(found.headerLine + SAMPLE_LINES)).map((line) => fieldsOf(line, found));
  const mixed = mixedCells(found.headings, columns, [...rows, ...later]);
  if (mixed !== null) throw refusal(found, mixed);
  const measured = columns
    .filter(({ field }) => dimensionOf(field) !== null)
    .map(({ index }) => [...valuesAt(index, rows), ...valuesAt(index, later)]);
  const numberStyle = numberStyleOf(measured, decimalComma, voltagesOf(columns, rows));
  const dates = datesOf(columns, [...rows, ...later]);
  const { order, others } = dateOrderOf(dates, {
    answered: answers.dateOrder,
    dayFirst,
    usual: usuallyDayFirst(found),
  });
  const firstDataLine = found.headerLine + 1 + (units?.lines ?? 0);
  const clocks = clocksOf(columns, dayless, rows);
  const plannedColumns = withTimeUnits({ columns, rows, clocks }, found, numberStyle, order)
    .map((column) => withUnitByValues(column, valuesAt(column.index, rows), numberStyle))
    .map((column) => ({ ...column, unit: answeredUnit(column, answers) ?? column.unit }))
    .map((column) => planned(column, columns, found, rows, answers))
    .map((column) => (column.index === dayless?.index ? { ...column, ...OF_DAY } : column));
  return {
    separator: found.separator.charCodeAt(0),
    headings: found.headings,
    fieldCount: found.fieldCount,
    headerLine: found.headerLine,
    firstDataLine,
    columns: plannedColumns,
    timeOfDay,
    dayless: firstOfDayless(dayless, columns, rows),
    unreadClock: unreadClockOf(inUnits, columns, { dayless, rows }),
    frequency: frequencyColumn(found.headings),
    numberStyle,
    currentStepA: currentStepOf(plannedColumns, rows),
    dateOrder: order,
    ambiguousDate: others.length === 0 ? null : { text: dates[0] ?? "", line: firstDataLine, others },
    isQuotedWhole: found.isQuotedWhole,
    outline,
    modeOf: found.format.modeOf ?? modeOfWord,
  };
}

/** How times of day are read. */
const OF_DAY = { kind: "timeOfDay", namesUnit: true, hasTwoParts: false } as const;

const refusal = ({ headerLine }: FoundTable, { heading, message }: { heading: string; message: string }) =>
  new UnreadableFileError(`line ${headerLine}, ${heading}: ${message}`, [
    { row: headerLine, column: heading, message },
  ]);

/** The same number of lines, spread over the given ones. */
function spread(lines: readonly string[]): string[] {
  const apart = Math.ceil(lines.length / SAMPLE_LINES);
  return lines.filter((_, index) => index % apart === 0);
}

const usuallyDayFirst = ({ format }: FoundTable) =>
  format.dateOrder === undefined ? undefined : format.dateOrder === "dmy";

function voltagesOf(columns: readonly KnownColumn[], rows: readonly string[][]) {
  const column = columns.find(({ field }) => field === "voltage");
  return column === undefined ? null : { texts: valuesAt(column.index, rows), scale: scaleIn("voltage", column.unit) };
}

/** The values of the column that holds a field; null where there is none. */
function columnOf(field: ImportField, columns: readonly KnownColumn[], rows: readonly string[][]): string[] | null {
  const column = columns.find((known) => known.field === field);
  return column === undefined ? null : valuesAt(column.index, rows);
}

function unreadClockOf(
  known: readonly KnownColumn[],
  kept: readonly KnownColumn[],
  { dayless, rows }: { dayless: DaylessClock | null; rows: readonly string[][] },
) {
  if (dayless !== null || kept.some(({ field }) => field === "clock")) return null;
  const clock = known.find(({ field }) => field === "clock");
  const text = clock && valuesAt(clock.index, rows).find((value) => value !== "");
  return clock && text ? { heading: clock.heading, text: text.slice(0, 64) } : null;
}

function firstOfDayless(dayless: DaylessClock | null, columns: readonly KnownColumn[], rows: readonly string[][]) {
  if (dayless === null) return null;
  const timeOfDay = valuesAt(dayless.index, rows)[0] ?? "";
  const others = columns.filter(({ index }) => index !== dayless.index);
  return { heading: dayless.heading, timeOfDay, testTime: columnOf("testTime", others, rows)?.[0] ?? "" };
}

/** Clocks of rows, on some day where they show none; null where there are none. */
function clocksOf(columns: readonly KnownColumn[], dayless: DaylessClock | null, rows: readonly string[][]) {
  if (dayless === null) return columnOf("clock", columns, rows);
  return valuesAt(dayless.index, rows).map((timeOfDay) => (timeOfDay === "" ? "" : `2000-01-01 ${timeOfDay}`));
}

const valuesAt = (index: number, rows: readonly string[][]) => rows.map((row) => row[index] ?? "");

/** Times without a unit, in a format whose files differ, get the unit that the clock shows. */
function withTimeUnits(
  { columns, rows, clocks }: { columns: readonly KnownColumn[]; rows: readonly string[][]; clocks: string[] | null },
  found: FoundTable,
  style: NumberStyle,
  order: DateOrder,
): KnownColumn[] {
  const times = columnOf("testTime", columns, rows);
  if (!found.format.isTimeUnitByClock || times === null || clocks === null) return [...columns];
  const unit = timeUnitByClock(times, clocks, style, order);
  return columns.map((column) =>
    dimensionOf(column.field) === "time" ? { ...column, unit: column.unit ?? unit } : column,
  );
}

function fieldsOf(line: string, { separator, isQuotedWhole }: FoundTable): string[] {
  const text = plainWhitespace(line);
  const inner = isQuotedWhole && text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1) : text;
  return splitLine(inner, separator).map((text) => text.trim());
}

/**
 * Resolution of a current whose decimals are as many in every row, trailing zeros included. Null where they differ, and where there is one,
 * which programs also add to whole numbers.
 */
function currentStepOf(columns: readonly PlannedColumn[], rows: readonly string[][]): number | null {
  const current = columns.find(({ field }) => field === "current");
  const fields = current ? valuesAt(current.index, rows).filter((text) => text !== "") : [];
  const decimals = fields.map((text) => /^[+-]?\d+[.,](\d{2,})$/.exec(text)?.[1]?.length ?? 0);
  const [first = 0] = decimals;
  if (!current || first === 0 || decimals.some((count) => count !== first)) return null;
  if (!fields.some((text) => text.endsWith("0"))) return null;
  return (10 ** -first * Math.abs(current.scale.multiply)) / current.scale.divide;
}

/** A units row below the header row, as Digatron and others have it, and how many lines it takes with blank lines above it. */
function unitsRowBelow(found: FoundTable, below: readonly string[]): { fields: string[]; lines: number } | null {
  const at = below.findIndex((line) => line.trim() !== "");
  const fields = fieldsOf(below[at] ?? "", found).map((text) => text.replace(/^[[(](.*)[\])]$/, "$1"));
  const areUnits = found.columns.filter(({ index, field }) => {
    const dimension = dimensionOf(field);
    return dimension !== null && scaleOf(dimension, fields[index] ?? "") !== null;
  });
  return areUnits.length >= 2 ? { fields, lines: at + 1 } : null;
}

/** The unit that a person gave for a column; undefined where nobody did. */
function answeredUnit({ field }: KnownColumn, { timeUnit, currentUnit, voltageUnit }: Answers): string | undefined {
  const dimension = dimensionOf(field);
  if (dimension === "time") return timeUnit;
  if (dimension === "current") return currentUnit;
  return dimension === "voltage" ? voltageUnit : undefined;
}

const datesOf = (columns: readonly KnownColumn[], rows: readonly string[][]) =>
  (columnOf("clock", columns, rows) ?? []).filter((text) => text !== "");

/** Whether a column says its own unit: by its heading, by times with colons (hours, minutes and seconds), or by a person's answer. */
function namesUnit(
  { unit }: KnownColumn,
  texts: readonly string[],
  { twoParts, answers }: { twoParts: ReturnType<typeof twoPartsOf>; answers: Answers },
): boolean {
  if (twoParts !== null) return twoParts.isSure || answers.timeUnit !== undefined;
  return unit !== null || texts.some((text) => text.includes(":"));
}

function planned(
  column: KnownColumn,
  all: readonly KnownColumn[],
  found: FoundTable,
  rows: readonly string[][],
  answers: Answers,
): PlannedColumn {
  const { field } = column;
  const texts = valuesAt(column.index, rows);
  const twoParts = kindOf(field) === "time" ? twoPartsOf(column.unit, texts) : null;
  const named = dimensionOf(field) === null ? null : column.unit;
  const unit = twoParts?.unit ?? named ?? found.format.units?.[field] ?? null;
  const scale = scaleIn(field, unit);
  const isTurned = dimensionOf(field) === "current" && isPositiveOnDischarge(found, answers);
  return {
    ...column,
    unit,
    kind: kindOf(field),
    namesUnit: namesUnit(column, texts, { twoParts, answers }),
    hasTwoParts: twoParts !== null,
    scale: isTurned ? { ...scale, multiply: -scale.multiply } : scale,
    limit: LIMITS[field] ?? Number.POSITIVE_INFINITY,
    isNeeded: ["voltage", "current", neededTime(all)].includes(field),
  };
}

/** A test time that a person said is wrong. */
const isOverruled = (field: ImportField, { timeFrom }: Answers) => field === "testTime" && timeFrom === "clock";

function isPositiveOnDischarge(found: FoundTable, { positiveCurrent }: Answers): boolean {
  if (positiveCurrent !== undefined) return positiveCurrent === "discharges";
  const { dischargeIsPositive = false } = found.format;
  return typeof dischargeIsPositive === "boolean" ? dischargeIsPositive : dischargeIsPositive(found);
}

/** The same columns in other units. */
export function withOtherUnits(
  columns: readonly PlannedColumn[],
  unitOf: (column: PlannedColumn) => string | undefined,
): PlannedColumn[] {
  return columns.map((column) => {
    const unit = unitOf(column);
    if (unit === undefined) return column;
    const scale = scaleIn(column.field, unit);
    return { ...column, unit, scale: column.scale.multiply < 0 ? { ...scale, multiply: -scale.multiply } : scale };
  });
}

function scaleIn(field: ImportField, unit: string | null): Scale {
  const dimension = dimensionOf(field);
  return dimension === null || unit === null ? UNIT_SCALE : (scaleOf(dimension, unit) ?? UNIT_SCALE);
}

/** The time that rows need: test time, else the clock, else step time. */
function neededTime(columns: readonly KnownColumn[]): ImportField {
  const times = ["testTime", "clock", "stepTime"] as const;
  return times.find((time) => columns.some(({ field }) => field === time)) ?? "testTime";
}

function kindOf(field: ImportField): ColumnKind {
  if (field === "testTime" || field === "stepTime") return "time";
  return field === "clock" || field === "mode" || field === "step" || field === "cell" ? field : "number";
}
