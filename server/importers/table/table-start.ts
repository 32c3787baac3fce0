import type { TableStart } from "../cycler-file";
import { splitLine } from "../text/split-line";

const SHOWN_ROWS = 10;
/** Blank lines among them. */
const MAX_LINES = 40;
/** What has more is hardly a table, and nobody names so many. */
const MAX_COLUMNS = 300;

/**
 * What stands at and below a line that may be a column line, for a person who has to tell what its columns are.
 * @param found the line, from 1, as it was split
 * @param lines of the file, from its first
 * @returns null where it has more columns than a person would name
 */
export function tableStart(
  { headings, separator, line }: { headings: readonly string[]; separator: string; line: number },
  lines: readonly string[],
): TableStart | null {
  if (headings.length > MAX_COLUMNS) return null;
  const below = lines.slice(line, line + MAX_LINES).filter((text) => text.trim() !== "");
  return { headings: [...headings], firstRows: below.slice(0, SHOWN_ROWS).map((text) => splitLine(text, separator)) };
}
