import { joinedLine, MAX_JOINED_LINES } from "../text/quoted-lines";
import { splitLine } from "../text/split-line";

const SEPARATORS = ["\t", ";", ",", "|"] as const;
/** No cycler writes so much above its column line. */
const MAX_HEAD_LINES = 5000;
/** Of a column line that goes on in the lines below it. */
const MAX_JOINED_LENGTH = 1 << 13;
/** Tries to put lines together, of any separator; after these they are taken as they are. */
const MAX_JOINS = 100;
/** What has more columns is read by the first of them. */
const MAX_COLUMNS = 2000;

/** A line read as a column line, or several where a name in quotes has line breaks; `line` is the last. */
export type HeaderRow = {
  line: number;
  lineCount: number;
  separator: string;
  headings: string[];
  /** With those at its end that name nothing. */
  cellCount: number;
  isQuotedWhole: boolean;
};

/** The first lines of a file, each as a column line with each separator that it has. What it costs does not grow with the file. */
export function* headerRows(lines: readonly string[]): Generator<HeaderRow> {
  const joins = { left: MAX_JOINS };
  for (let index = 0; index < Math.min(lines.length, MAX_HEAD_LINES); index++) {
    for (const separator of SEPARATORS) {
      const { text, lineCount } = joined(lines, index, separator, joins);
      if (!text.includes(separator)) continue;
      const { fields, isQuotedWhole } = fieldsOf(text, separator);
      const headings = trimmed(fields.slice(0, MAX_COLUMNS));
      if (headings.length < 2) continue;
      yield { line: index + lineCount, lineCount, separator, headings, cellCount: fields.length, isQuotedWhole };
    }
  }
}

/** A line may be in quotes as a whole: those are removed first. */
function fieldsOf(line: string, separator: string): { fields: string[]; isQuotedWhole: boolean } {
  const bare = line.trim();
  const isQuotedWhole = line.startsWith('"') && splitLine(bare, separator).length === 1;
  return { fields: splitLine(isQuotedWhole ? bare.slice(1, -1) : line, separator), isQuotedWhole };
}

/** As `joinedLine`, of so many lines as names may take, while any may be put together. */
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

/** Names without the blank ones at the end, which a separator at the end of a line makes. */
function trimmed(cells: readonly string[]): string[] {
  const headings = cells.map((cell) => {
    const name = cell.startsWith("\ufeff") ? cell.slice(1) : cell;
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
