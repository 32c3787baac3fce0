import type { TableStart } from "../cycler-file";
import { splitLine } from "../text/split-line";

const SHOWN_ROWS = 10;
/** Lines read for them, blank ones included. */
const MAX_LINES = 40;
/** With more it is hardly a table, and nobody maps so many. */
const MAX_COLUMNS = 300;

/**
 * A possible header row and the rows below it, for a person who maps its columns.
 * @param found the line, from 1, already split
 * @param lines of the file, from its first
 * @returns null where it has more columns than a person would map
 */
export function tableStart(
  { headings, separator, line }: { headings: readonly string[]; separator: string; line: number },
  lines: readonly string[],
): TableStart | null {
  if (headings.length > MAX_COLUMNS) return null;
  const below = lines.slice(line, line + MAX_LINES).filter((text) => text.trim() !== "");
  return { headings: [...headings], firstRows: below.slice(0, SHOWN_ROWS).map((text) => splitLine(text, separator)) };
}
