import type { TablePlan } from "../table/table-plan";
import type { LastField } from "./last-field";
import type { ProblemList } from "./problem-list";

const QUOTE = 0x22;

/** Of the rows before: their fields, and how the last of them is written. */
type RowsSoFar = { usualFieldCount: number; lastField: LastField };

type CutOff = { heading: string; isCertain: boolean };

/** The first column that a last line without a line end may lack; null when it lacks none that matters. */
export function cutOffColumn(
  bytes: Uint8Array,
  plan: TablePlan,
  { usualFieldCount, lastField }: RowsSoFar,
): CutOff | null {
  const { fieldCount, lastFieldAt } = countFields(bytes, plan);
  const headingAt = (index: number) => plan.headings[Math.min(index, plan.headings.length - 1)] ?? "";
  // The first row has none to compare with: it needs what the header row has.
  if (fieldCount < (usualFieldCount || plan.headings.length)) {
    const missing = fieldCount < plan.headings.length ? fieldCount : fieldCount - 1;
    return { heading: headingAt(missing), isCertain: true };
  }
  const heading = headingAt(fieldCount - 1);
  const isWhole = lastField.isWhole(bytes, lastFieldAt, bytes.length - Number(plan.isQuotedWhole));
  if (isWhole === false || lacksQuote(bytes, plan)) return { heading, isCertain: true };
  if (isWhole) return null;
  return isRead(fieldCount - 1, plan) ? { heading, isCertain: false } : null;
}

/** Whether a last line that may be cut off is a row all the same; says what is wrong with it. */
export function isTakenThough(
  { heading, isCertain }: CutOff,
  { line, isPartial, problems }: { line: number; isPartial: boolean; problems: ProblemList },
): boolean {
  if (isPartial) {
    problems.warn("half line", line, `The last line is cut off at "${heading}" and was left out.`);
    return false;
  }
  if (isCertain) {
    const message = `the last line is cut off: "${heading}" is incomplete. Is the file still being written?`;
    problems.add(line, heading, message);
    return false;
  }
  const message = `The last line has no line end. If the file was cut off, its "${heading}" may lack digits.`;
  problems.warn("no line end", line, message);
  return true;
}

const lacksQuote = (bytes: Uint8Array, { isQuotedWhole }: TablePlan) => isQuotedWhole && bytes.at(-1) !== QUOTE;

const isRead = (column: number, { timeOfDay, columns }: TablePlan) =>
  column === timeOfDay || columns.some(({ index }) => index === column);

function countFields(
  bytes: Uint8Array,
  { separator, isQuotedWhole }: TablePlan,
): { fieldCount: number; lastFieldAt: number } {
  let fieldCount = 1;
  let isQuoted = false;
  let lastFieldAt = 0;
  for (let at = 0; at < bytes.length; at++) {
    if (bytes[at] === QUOTE) isQuoted = !isQuoted && !isQuotedWhole;
    if (bytes[at] !== separator || isQuoted) continue;
    fieldCount += 1;
    lastFieldAt = at + 1;
  }
  return { fieldCount, lastFieldAt };
}
