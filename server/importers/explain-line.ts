import { parseClock } from "./parse-clock";
import { parseElapsed } from "./parse-elapsed";
import { parseNumber } from "./parse-number";
import type { ProblemList } from "./problem-list";
import { splitLine } from "./split-line";
import type { PlannedColumn, TablePlan } from "./table-plan";

/** Says, cell by cell, what is wrong with a line that holds no row. */
export function explainLine(bytes: Uint8Array, line: number, plan: TablePlan, problems: ProblemList): void {
  const cells = splitLine(new TextDecoder(plan.encoding).decode(bytes), String.fromCharCode(plan.separator));
  if (isRemark(cells, plan)) {
    problems.warn("remark", line, `"${cells[0]?.trim() ?? ""}" is no row and was left out.`);
    return;
  }
  const extra = cells.slice(plan.cellCount).find((cell) => cell.trim() !== "");
  if (extra !== undefined) {
    problems.add(line, null, `the line has ${cells.length} fields, the column line names ${plan.headings.length}`);
    return;
  }
  for (const column of plan.columns) {
    if (!column.isNeeded) continue;
    const text = cells[column.index]?.trim() ?? "";
    const timeOfDay = column.kind === "clock" && plan.timeOfDay !== null ? (cells[plan.timeOfDay]?.trim() ?? "") : null;
    const fault = timelessness(timeOfDay) ?? faultOf(column, joined(text, timeOfDay), plan);
    if (fault !== null) problems.add(line, column.heading, fault);
  }
}

/** A line of words in a table of several columns: one without any separator, or marked as a remark with nothing behind it. */
function isRemark(cells: readonly string[], plan: TablePlan): boolean {
  const [first = "", ...others] = cells;
  if (plan.headings.length < 3 || !/\p{L}{2}/u.test(first) || /^\s*[\d+-]/.test(first)) return false;
  return others.length === 0 || (/^\s*[#[~*]/.test(first) && others.every((cell) => cell.trim() === ""));
}

/** What is wrong with the cell of a time of day that would leave its date alone; null where nothing is, or there is no such cell. */
function timelessness(timeOfDay: string | null): string | null {
  if (timeOfDay === null || /\d/.test(timeOfDay)) return null;
  return timeOfDay === "" ? "time of day is missing" : `"${timeOfDay}" is no time of day`;
}

/** A date with the time of day beside it, if that is in a cell of its own. */
const joined = (text: string, timeOfDay: string | null) => (timeOfDay === null ? text : `${text} ${timeOfDay}`.trim());

function faultOf(column: PlannedColumn, text: string, plan: TablePlan): string | null {
  const name = NAMES[column.field] ?? column.field;
  if (text === "") return `${name} is missing`;
  const bytes = new TextEncoder().encode(text);
  if (column.kind === "clock")
    return parseClock(bytes, 0, bytes.length, plan.dateOrder) === null ? `"${text}" is no ${name}` : null;
  const number = parseNumber(bytes, 0, bytes.length, plan.numberStyle);
  const value = column.kind === "time" && Number.isNaN(number) ? parseElapsed(bytes, 0, bytes.length) : number;
  if (Number.isNaN(value)) return `"${text}" is no ${name}`;
  const ours = (value * column.scale.multiply) / column.scale.divide;
  return Math.abs(ours) <= column.limit
    ? null
    : `${text} is beyond ${column.limit} ${column.field === "voltage" ? "V" : "A"}; is the unit right?`;
}

const NAMES: Partial<Record<PlannedColumn["field"], string>> = {
  testTime: "test time",
  stepTime: "step time",
  clock: "date and time",
};
