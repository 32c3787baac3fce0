import { joinedLine, MAX_JOINED_LINES } from "../text/joined-lines";
import { splitLine } from "../text/split-line";

const SEPARATORS = ["\t", ";", ",", "|"] as const;
/** No cycler writes as many lines above its header row. */
export const MAX_HEAD_LINES = 5000;
/** Of a header row of several lines. */
const MAX_JOINED_LENGTH = 1 << 13;
/** Attempts to join lines, over all separators; after these, lines are taken one by one. */
const MAX_JOINS = 100;
/** Further columns are ignored. */
const MAX_COLUMNS = 2000;

/** A line read as a header row, or several where a quoted name has line breaks; `line` is the last. */
export type HeaderRow = {
  line: number;
  lineCount: number;
  separator: string;
  headings: string[];
  /** With trailing empty fields. */
  fieldCount: number;
  isQuotedWhole: boolean;
};

/** The first lines of a file as header rows, with each separator that they contain. The cost does not grow with the file. */
export function* headerRows(lines: readonly string[]): Generator<HeaderRow> {
  const joins = { left: MAX_JOINS };
  for (let index = 0; index < Math.min(lines.length, MAX_HEAD_LINES); index++) {
    for (const separator of SEPARATORS) {
      const { text, lineCount } = joined(lines, index, separator, joins);
      if (!text.includes(separator)) continue;
      const { fields, isQuotedWhole } = fieldsOf(text, separator);
      const headings = trimmed(fields.slice(0, MAX_COLUMNS));
      if (headings.length < 2) continue;
      yield { line: index + lineCount, lineCount, separator, headings, fieldCount: fields.length, isQuotedWhole };
    }
  }
}

/** A line may be quoted as a whole: then those quotes are removed first. */
function fieldsOf(line: string, separator: string): { fields: string[]; isQuotedWhole: boolean } {
  const bare = line.trim();
  const isQuotedWhole = line.startsWith('"') && splitLine(bare, separator).length === 1;
  return { fields: splitLine(isQuotedWhole ? bare.slice(1, -1) : line, separator), isQuotedWhole };
}

/** As `joinedLine`, within the limits for header rows. */
function joined(lines: readonly string[], index: number, separator: string, joins: { left: number }) {
  const first = lines[index] ?? "";
  const isOpen = first.split('"').length % 2 === 0;
  if (joins.left === 0 || !isOpen) return { text: first, lineCount: 1 };
  joins.left -= 1;
  const some: string[] = [first];
  for (let length = first.length; some.length <= MAX_JOINED_LINES; ) {
    const below = lines[index + some.length];
    length += (below ?? "").length;
    if (below === undefined || length > MAX_JOINED_LENGTH) break;
    some.push(below);
  }
  return joinedLine(some, 0, separator);
}

/** Names without the trailing empty ones that a separator at the end of a line makes. */
function trimmed(fields: readonly string[]): string[] {
  const headings = fields.map((field) => {
    const name = field.startsWith("\ufeff") ? field.slice(1) : field;
    return name.includes("\n") ? inOneLine(name) : name.trim();
  });
  while (headings.at(-1) === "") headings.pop();
  return headings;
}

const inOneLine = (name: string) =>
  name
    .split("\n")
    .map((part) => part.trim())
    .join(" ")
    .trim();
