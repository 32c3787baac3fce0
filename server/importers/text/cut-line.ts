import type { TablePlan } from "../table/table-plan";

const QUOTE = 0x22;

/** What the rows before looked like: their cells, and the shortest that their last one has been. */
type RowsSoFar = { usualCells: number; shortestLast: number };

/** The first column that a line without an end may lack, or null when it lacks none that counts. */
export function cutColumn(
  bytes: Uint8Array,
  plan: TablePlan,
  { usualCells, shortestLast }: RowsSoFar,
): { heading: string; isCertain: boolean } | null {
  const { cells, lastCellAt } = countCells(bytes, plan);
  const headingAt = (index: number) => plan.headings[Math.min(index, plan.headings.length - 1)] ?? "";
  // The first row has no other to be held against: it is to have what the column line names.
  if (cells < (usualCells || plan.headings.length)) {
    const missing = cells < plan.headings.length ? cells : cells - 1;
    return { heading: headingAt(missing), isCertain: true };
  }
  const heading = headingAt(cells - 1);
  const isShorter = usualCells > 0 && lastLength(bytes, lastCellAt, plan) < shortestLast;
  if (isShorter || lacksQuote(bytes, plan)) return { heading, isCertain: true };
  return isRead(cells - 1, plan) ? { heading, isCertain: false } : null;
}

const lastLength = (bytes: Uint8Array, lastCellAt: number, { isQuotedWhole }: TablePlan) =>
  bytes.length - lastCellAt - (isQuotedWhole ? 1 : 0);

const lacksQuote = (bytes: Uint8Array, { isQuotedWhole }: TablePlan) => isQuotedWhole && bytes.at(-1) !== QUOTE;

const isRead = (column: number, { timeOfDay, columns }: TablePlan) =>
  column === timeOfDay || columns.some(({ index }) => index === column);

function countCells(bytes: Uint8Array, { separator, isQuotedWhole }: TablePlan): { cells: number; lastCellAt: number } {
  let cells = 1;
  let isQuoted = false;
  let lastCellAt = 0;
  for (let at = 0; at < bytes.length; at++) {
    if (bytes[at] === QUOTE) isQuoted = !isQuoted && !isQuotedWhole;
    if (bytes[at] !== separator || isQuoted) continue;
    cells += 1;
    lastCellAt = at + 1;
  }
  return { cells, lastCellAt };
}
