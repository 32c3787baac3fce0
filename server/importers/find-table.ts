import { type ImportField, UnknownFormatError, UnreadableFileError } from "./cycler-file";
import { joinedLine } from "./quoted-lines";
import { splitLine } from "./split-line";
import type { HeadTable, TableFormat } from "./table-format";
import { tableStart } from "./table-start";
import { type KnownColumn, knownColumns } from "./vocabulary";

const SEPARATORS = ["\t", ";", ",", "|"] as const;

export type FoundTable = HeadTable & {
  format: TableFormat;
  recognisedBy: string;
  separator: string;
  /** From 1. */
  headerLine: number;
  /** Of the column line, with those at its end that name nothing. */
  cellCount: number;
  isQuotedWhole: boolean;
};

/** A line read as a column line, or several where a name in quotes has line breaks; `line` is the last. */
type Candidate = {
  line: number;
  lineCount: number;
  separator: string;
  headings: string[];
  cellCount: number;
  isQuotedWhole: boolean;
};

/**
 * Finds the column line among the first lines of a file, and the format that it is of.
 * @throws UnreadableFileError that names what was found instead
 */
export function findTable(lines: readonly string[], formats: readonly TableFormat[]): FoundTable {
  const headless = findHeadless(lines, formats);
  if (headless !== null) return headless;
  const withHeadings = formats.filter((format) => format.headless === undefined);
  let nearest: { found: FoundTable; fields: number } | null = null;
  for (const candidate of candidates(lines)) {
    if (sumsUp(candidate.headings)) throw summary(candidate);
    const preamble = lines.slice(0, candidate.line - candidate.lineCount);
    for (const format of withHeadings) {
      const columns = format.columnsOf?.(candidate.headings) ?? knownColumns(format.vocabulary, candidate.headings);
      const fields = measured(columns).length;
      const recognisedBy = fields < 2 ? null : format.recognise({ preamble, headings: candidate.headings, columns });
      if (recognisedBy === null) continue;
      const { line: headerLine, lineCount: _, ...rest } = candidate;
      const found = { ...rest, headerLine, format, recognisedBy, columns, preamble };
      const missing = missingField(columns);
      if (missing === null || (missing === "current" && format.isAtRest?.(found))) return refusingTwins(found);
      if (fields > (nearest?.fields ?? 0)) nearest = { found, fields };
    }
  }
  throw nearest === null ? unrecognised(lines) : lacking(nearest.found, lines);
}

/** A table whose rows begin at once, as a format of it knows them. */
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
    cellCount: headings.length,
    isQuotedWhole: false,
  };
}

/** Which of time, voltage and current a table lacks first, or null when it has all. */
function missingField(columns: readonly KnownColumn[]): ImportField | null {
  const fields = measured(columns);
  if (!fields.includes("testTime")) return "testTime";
  return (["voltage", "current"] as const).find((field) => !fields.includes(field)) ?? null;
}

/** What a sample cannot do without; any of the three times serves. */
function measured(columns: readonly KnownColumn[]): ImportField[] {
  const fields = columns.map(
    ({ field }): ImportField => (field === "clock" || field === "stepTime" ? "testTime" : field),
  );
  return [...new Set(fields)].filter((field) => field === "testTime" || field === "voltage" || field === "current");
}

function* candidates(lines: readonly string[]): Generator<Candidate> {
  for (const index of lines.keys()) {
    for (const separator of SEPARATORS) {
      const { text, lineCount } = joinedLine(lines, index, separator);
      const isQuotedWhole =
        text.startsWith('"') && splitLine(text.trim(), separator).length === 1 && text.includes(separator);
      const line = isQuotedWhole ? text.trim().slice(1, -1) : text;
      if (!line.includes(separator)) continue;
      const cells = splitLine(line, separator);
      const headings = trimmed(cells);
      if (headings.length < 2) continue;
      yield { line: index + lineCount, lineCount, separator, headings, cellCount: cells.length, isQuotedWhole };
    }
  }
}

/** Two tables side by side, as of charge and discharge, are not read by half. */
function refusingTwins(found: FoundTable): FoundTable {
  const { headings, headerLine } = found;
  const needed = found.columns.filter((column) => measured([column]).length > 0);
  const isTwice = ({ heading }: KnownColumn) => headings.filter((other) => other === heading).length > 1;
  if (needed.length < 3 || !needed.every(isTwice)) return found;
  const message = `the column line names ${needed.map(({ heading }) => heading).join(", ")} twice: two tables stand side by side; put each into a file of its own`;
  throw new UnreadableFileError(`line ${headerLine}: ${message}`, [{ row: headerLine, column: null, message }]);
}

/** Headings of tables with one row a cycle or step, as Arbin and Maccor export them beside their records. */
const OF_SUMMARIES: readonly RegExp[] = [/^v_?max[_ ]on[_ ]cycle/i, /^(?:AH|WH)-(?:IN|OUT)$/i];

const sumsUp = (headings: readonly string[]) =>
  headings.some((heading) => OF_SUMMARIES.some((pattern) => pattern.test(heading)));

function summary({ headings, line }: Candidate): UnknownFormatError {
  const message = `the table sums up cycles or steps, a row each; it names ${shown(headings)}: export the records of the test`;
  return new UnknownFormatError(`line ${line}: ${message}`, [{ row: line, column: null, message }]);
}

/** Names without the blank ones at the end, which a separator at the end of a line makes. */
function trimmed(cells: readonly string[]): string[] {
  const headings = cells.map((cell) =>
    cell
      .replace(/^\ufeff/, "")
      .replaceAll(/\s*\n\s*/g, " ")
      .trim(),
  );
  while (headings.at(-1) === "") headings.pop();
  return headings;
}

/** The first headings, each cut where it is long: what is no column line may have anything. */
function shown(headings: readonly string[]): string {
  const names = headings.slice(0, 40).map((heading) => (heading.length > 40 ? `${heading.slice(0, 40)}…` : heading));
  return headings.length > names.length ? `${names.join(", ")}, …` : names.join(", ");
}

function lacking(found: FoundTable, lines: readonly string[]): UnreadableFileError {
  const { columns, headings, headerLine, format } = found;
  const field = missingField(columns) ?? "voltage";
  const column = field === "testTime" ? "time" : field;
  const message = `the column line has no ${column} column; it names ${shown(headings)}`;
  return new UnreadableFileError(
    `line ${headerLine}: ${message} (read as ${format.name})`,
    [{ row: headerLine, column, message }],
    tableStart({ ...found, line: headerLine }, lines),
  );
}

function unrecognised(lines: readonly string[]): UnknownFormatError {
  const widest = [...candidates(lines.slice(0, 200))].reduce<Candidate | null>(
    (best, candidate) => (candidate.headings.length > (best?.headings.length ?? 0) ? candidate : best),
    null,
  );
  const columns = widest === null ? "none" : shown(widest.headings);
  const message = `no known format: no line names a time, a voltage and a current column. Columns found: ${columns}`;
  const table = widest === null ? null : tableStart(widest, lines);
  return new UnknownFormatError(message, [{ row: widest?.line ?? 1, column: null, message }], table);
}
