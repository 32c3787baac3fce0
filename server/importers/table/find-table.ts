import { type HeaderRow, headerRows, MAX_HEAD_LINES } from "./header-rows";
import { type ImportField, NoTestDataError, UnreadableFileError } from "../cycler-file";
import { HeadingReader } from "./heading";
import type { HeadTable, TableFormat } from "./table-format";
import { tableStart } from "./table-start";
import { frequencyColumn, IS_IMPEDANCE } from "./impedance";
import { hasTwoWayCurrent } from "../rows/two-way-current";
import { fieldOf, type KnownColumn, knownColumns } from "./vocabulary";

/** Lines that name two of time, voltage and current and are not a header row; with more of them, the file is a list of such names. */
const MAX_NEAR_LINES = 25;

/** The table that is shown of an unknown file begins by this line. */
const MAX_SHOWN_LINE = 200;

export type FoundTable = HeadTable & {
  format: TableFormat;
  recognisedBy: string;
  separator: string;
  /** From 1. */
  headerLine: number;
  /** Fields of the header row, trailing empty ones included. */
  fieldCount: number;
  isQuotedWhole: boolean;
};

/**
 * Finds the header row among the first lines of a file, and the format.
 * @throws UnreadableFileError that names what was found instead
 */
export function findTable(
  lines: readonly string[],
  formats: readonly TableFormat[],
  reader = new HeadingReader(),
): FoundTable {
  const headless = findHeadless(lines, formats);
  if (headless !== null) return headless;
  const withHeadings = formats.filter((format) => format.headless === undefined);
  const search = new TableSearch(withHeadings, reader);
  for (const candidate of headerRows(lines)) {
    const found = search.tableAt(candidate, lines);
    if (found !== null) return refuseTwinTables(found);
    if (search.nearLines === MAX_NEAR_LINES) break;
  }
  const spectra = [search.nearest, search.widest].find((table) => table && frequencyColumn(table.headings) !== null);
  if (spectra) throw new NoTestDataError(IS_IMPEDANCE, [{ row: null, column: null, message: IS_IMPEDANCE }]);
  throw search.nearest === null ? unknownFormat(search.widest, lines) : missingColumn(search.nearest, lines);
}

/** Tries one possible header row after the other. Most are rows of numbers, which are skipped before any format is tried. */
class TableSearch {
  /** The candidate that lacks least. */
  nearest: FoundTable | null = null;
  nearLines = 0;
  /** The candidate with the most names, among the first lines. */
  widest: HeaderRow | null = null;
  private fieldsOfNearest = 0;
  private readonly kinds = new Map<string, "measured" | "summary" | "other">();

  constructor(
    private readonly formats: readonly TableFormat[],
    private readonly reader: HeadingReader,
  ) {}

  tableAt(candidate: HeaderRow, lines: readonly string[]): FoundTable | null {
    const { line, lineCount, ...rest } = candidate;
    const { headings } = candidate;
    this.keepWidest(candidate);
    if (!this.mayBeTable(candidate)) return null;
    let preamble: readonly string[] | null = null;
    for (const format of this.formats) {
      const columns = format.columnsOf?.(headings) ?? knownColumns(format.vocabulary, headings, this.reader.read);
      if (measured(columns).length < 2) continue;
      preamble ??= lines.slice(0, line - lineCount);
      const table = { preamble, headings, columns };
      const recognisedBy = format.recognise(table);
      if (recognisedBy === null) continue;
      const found = { ...rest, ...table, headerLine: line, format, recognisedBy };
      if (isComplete(found)) return found;
      this.keepNearest(found);
    }
    if (preamble !== null) this.nearLines += 1;
    return null;
  }

  private keepWidest(candidate: HeaderRow): void {
    const isWider = candidate.headings.length > (this.widest?.headings.length ?? 0);
    if (candidate.line <= MAX_SHOWN_LINE && isWider) this.widest = candidate;
  }

  private keepNearest(found: FoundTable): void {
    const fields = measured(found.columns).length;
    if (fields > this.fieldsOfNearest) [this.nearest, this.fieldsOfNearest] = [found, fields];
  }

  /** @throws NoTestDataError for a table of cycles or steps */
  private mayBeTable(candidate: HeaderRow): boolean {
    const measuring = new Set<string>();
    for (const heading of candidate.headings) {
      const kind = this.kindOf(heading);
      if (kind === "summary") throw summaryTable(candidate);
      if (kind === "measured") measuring.add(heading);
    }
    // A column that a person mapped may have any name.
    return measuring.size >= 2 || this.formats.some(({ columnsOf }) => columnsOf !== undefined);
  }

  private kindOf(heading: string) {
    const readings = this.reader.read(heading);
    if (readings.length === 0) return "other";
    const known = this.kinds.get(heading);
    if (known) return known;
    const kind = OF_SUMMARIES.some((pattern) => pattern.test(heading)) ? "summary" : this.measures(heading);
    this.kinds.set(heading, kind);
    return kind;
  }

  private measures(heading: string) {
    const isMeasured = this.formats.some(({ vocabulary }) => {
      const field = fieldOf(vocabulary, heading, this.reader.read);
      return field !== null && toMeasured(field) !== null;
    });
    return isMeasured ? "measured" : "other";
  }
}

/** A table without a header row, recognised by its rows. */
function findHeadless(lines: readonly string[], formats: readonly TableFormat[]): FoundTable | null {
  const first = lines.find((line) => line.trim() !== "");
  const format = formats.find(({ headless }) => first !== undefined && headless?.isRow(first));
  if (!format?.headless) return null;
  const { headings } = format.headless;
  const table = { preamble: [], headings, columns: knownColumns(format.vocabulary, headings) };
  const recognisedBy = format.recognise(table) ?? format.name;
  return {
    ...table,
    format,
    recognisedBy,
    separator: ",",
    headerLine: 0,
    fieldCount: headings.length,
    isQuotedWhole: false,
  };
}

/** The first of time, voltage and current that a table lacks; null when it has all. */
function missingField(columns: readonly KnownColumn[]): ImportField | null {
  const fields = measured(columns);
  if (!fields.includes("testTime")) return "testTime";
  return (["voltage", "current"] as const).find((field) => !fields.includes(field)) ?? null;
}

/** Whether a table has all that a sample needs; a test at rest may have no current. */
function isComplete(found: FoundTable): boolean {
  const missing = missingField(found.columns);
  return missing === null || (missing === "current" && found.format.isAtRest?.(found) === true);
}

/** What a sample needs; any of the three times serves, and for the current a column for each direction. */
function measured(columns: readonly KnownColumn[]): ImportField[] {
  const fields = columns.map(({ field }) => toMeasured(field));
  if (hasTwoWayCurrent(columns)) fields.push("current");
  return [...new Set(fields)].filter((field) => field !== null);
}

function toMeasured(field: ImportField): "testTime" | "voltage" | "current" | null {
  if (field === "testTime" || field === "clock" || field === "stepTime") return "testTime";
  return field === "voltage" || field === "current" ? field : null;
}

/** Longer than any column's name. */
const MAX_TWIN_NAME = 200;

/** Two tables side by side, such as charge and discharge, must not be half read. */
function refuseTwinTables(found: FoundTable): FoundTable {
  const { headings, headerLine } = found;
  const needed = found.columns.filter((column) => measured([column]).length > 0);
  // `Voltage.1` is what pandas makes of a second `Voltage`.
  const names = headings.map((heading) => heading.slice(0, MAX_TWIN_NAME).replace(/\.\d{1,3}$/, ""));
  const isTwice = ({ heading }: KnownColumn) => names.filter((other) => other === heading).length > 1;
  const areTwice = (fields: readonly ImportField[]) =>
    fields.every((field) => found.columns.some((column) => column.field === field && isTwice(column)));
  if (!areTwice(["voltage", "current"]) && (needed.length < 3 || !needed.every(isTwice))) return found;
  const message = `the header row has ${needed
    .filter(isTwice)
    .map(({ heading }) => heading)
    .join(", ")} twice: save each of the two tables side by side in a file of its own`;
  throw new UnreadableFileError(`line ${headerLine}: ${message}`, [{ row: headerLine, column: null, message }]);
}

/** Headings of tables with one row per cycle or step, which Arbin and Maccor export beside their records. */
const OF_SUMMARIES: readonly RegExp[] = [/^v_?max[_ ]on[_ ]cycle/i, /^(?:AH|WH)-(?:IN|OUT)$/i];

function summaryTable({ headings, line }: HeaderRow): NoTestDataError {
  const message = `the table has one row per cycle or step (columns ${shown(headings)}): export the records of the test`;
  return new NoTestDataError(`line ${line}: ${message}`, [{ row: line, column: null, message }]);
}

/** The first headings, long ones shortened: a line that is not a header row may hold anything. */
function shown(headings: readonly string[]): string {
  const names = headings.slice(0, 40).map((heading) => (heading.length > 40 ? `${heading.slice(0, 40)}…` : heading));
  return headings.length > names.length ? `${names.join(", ")}, …` : names.join(", ");
}

function missingColumn(found: FoundTable, lines: readonly string[]): NoTestDataError {
  const { columns, headings, headerLine, format } = found;
  const field = missingField(columns) ?? "voltage";
  const column = field === "testTime" ? "time" : field;
  const message = `the header row has no ${column} column; its columns are ${shown(headings)}`;
  return new NoTestDataError(
    `line ${headerLine}: ${message} (read as ${format.name})`,
    [{ row: headerLine, column, message }],
    tableStart({ ...found, line: headerLine }, lines),
  );
}

function unknownFormat(widest: HeaderRow | null, lines: readonly string[]): NoTestDataError {
  const columns = widest === null ? "none" : shown(widest.headings);
  const looked =
    lines.length > MAX_HEAD_LINES
      ? ` among the first ${MAX_HEAD_LINES.toLocaleString("en")}, which are looked at,`
      : "";
  const message = `no known format: no line${looked} names a time, a voltage and a current column. Columns found: ${columns}`;
  const table = widest === null ? null : tableStart(widest, lines);
  return new NoTestDataError(message, [{ row: widest?.line ?? 1, column: null, message }], table);
}
