/** A field with more line breaks than this has a forgotten quote. */
export const MAX_JOINED_LINES = 50;

/** Whether a line ends inside a quoted field, which continues below. As in `TableRowReader`, only a quote at the start of a field counts. */
function endsInQuotes(line: string, separator: string): boolean {
  if (!line.includes('"')) return false;
  let at = 0;
  for (;;) {
    const from = line[at] === '"' ? closingQuote(line, at + 1) : at;
    if (from === null) return true;
    const next = line.indexOf(separator, from);
    if (next < 0) return false;
    at = next + 1;
  }
}

/** Where the quote is that closes a field, doubled quotes aside; null where it is not closed. */
function closingQuote(line: string, from: number): number | null {
  let at = from;
  while (at < line.length && !(line[at] === '"' && line[at + 1] !== '"')) at += line[at] === '"' ? 2 : 1;
  return at < line.length ? at : null;
}

/** A line joined with those that its last field continues in, and how many these are; the line alone where the quote is never closed. */
export function joinedLine(
  lines: readonly string[],
  index: number,
  separator: string,
): { text: string; lineCount: number } {
  const first = lines[index] ?? "";
  let text = first;
  for (let lineCount = 1; lineCount <= MAX_JOINED_LINES; lineCount++) {
    if (!endsInQuotes(text, separator)) return { text, lineCount };
    const below = lines[index + lineCount];
    if (below === undefined) break;
    text = `${text}\n${below}`;
  }
  return { text: first, lineCount: 1 };
}

/** Lines, each joined with those that its last field continues in. */
export function joinedLines(lines: readonly string[], separator: string): string[] {
  const joined: string[] = [];
  for (let index = 0; index < lines.length; ) {
    const { text, lineCount } = joinedLine(lines, index, separator);
    joined.push(text);
    index += lineCount;
  }
  return joined;
}
