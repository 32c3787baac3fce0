import { isInThousands } from "../table/number-style";
import { parseClock } from "../time/parse-clock";
import { parseElapsed } from "../time/parse-elapsed";
import { parseNumber } from "../table/parse-number";
import type { ProblemList } from "./problem-list";
import { splitLine } from "./split-line";
import type { PlannedColumn, TablePlan } from "../table/table-plan";

/** Says, cell by cell, what is wrong with a line that holds no row. No such line is left without a word, or it would be lost unseen. */
export function explainLine(bytes: Uint8Array, line: number, plan: TablePlan, problems: ProblemList): void {
  const cells = cellsOf(bytes, plan);
  if (isRemark(cells, plan)) {
    problems.warn("remark", line, `"${cells[0] ?? ""}" is not a row and was left out.`);
    return;
  }
  if (cells.slice(plan.cellCount).some((cell) => cell !== "")) {
    problems.add(line, null, `the line has ${cells.length} fields, the header row has ${plan.headings.length}`);
    return;
  }
  const faults = plan.columns
    .filter(({ isNeeded }) => isNeeded)
    .flatMap((column) => faultOf(column, cells, plan) ?? []);
  for (const { heading, message } of faults) problems.add(line, heading, message);
  if (faults.length === 0)
    problems.add(line, null, `the line cannot be read as a row: ${shown(DECODER.decode(bytes))}`);
}

/** Whether a line has one of the values that a row must have. */
export function holdsValue(bytes: Uint8Array, plan: TablePlan): boolean {
  const cells = cellsOf(bytes, plan);
  return plan.columns.some((column) => column.isNeeded && faultOf(column, cells, plan) === null);
}

const DECODER = new TextDecoder("utf-8", { ignoreBOM: true });

const cellsOf = (bytes: Uint8Array, { separator }: TablePlan) =>
  splitLine(DECODER.decode(bytes), String.fromCharCode(separator)).map(trimmed);

/** Without the blanks around it that are none of a number's; others were made such before, and what is left is to be shown. */
const trimmed = (cell: string) => cell.replaceAll(/^[ \t]+|[ \t]+$/g, "");

/** What does not show in print by its number. */
const shown = (text: string) =>
  text.replaceAll(/[\p{Cc}\p{Cf}]/gu, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);

/** A line of words in a table of several columns: one without any separator, or marked as a remark with nothing behind it. */
function isRemark(cells: readonly string[], plan: TablePlan): boolean {
  const [first = "", ...others] = cells;
  if (plan.headings.length < 3 || !/\p{L}{2}/u.test(first) || /^[\d+-]/.test(first)) return false;
  return others.length === 0 || (/^[#[~*]/.test(first) && others.every((cell) => cell === ""));
}

type Fault = { heading: string; message: string };

function faultOf(column: PlannedColumn, cells: readonly string[], plan: TablePlan): Fault | null {
  const { heading } = column;
  const name = NAMES[column.field] ?? column.field;
  const text = cells[column.index] ?? "";
  if (text === "") return { heading, message: `${name} is missing` };
  if (column.kind === "clock") return clockFault(column, cells, plan);
  const bytes = new TextEncoder().encode(text);
  const number = parseNumber(bytes, 0, bytes.length, plan.numberStyle);
  const value = column.kind === "time" && Number.isNaN(number) ? parseElapsed(bytes, 0, bytes.length) : number;
  if (Number.isNaN(value)) return { heading, message: `"${shown(text)}" is not a ${name}${doubtOf(text, plan)}` };
  const ours = (value * column.scale.multiply) / column.scale.divide;
  if (Math.abs(ours) <= column.limit) return null;
  const unit = column.field === "voltage" ? "V" : "A";
  return { heading, message: `${text} exceeds ${column.limit} ${unit}: check the unit of the column` };
}

/** A number that may be in thousands, where none was among the first rows. */
function doubtOf(text: string, { numberStyle }: TablePlan): string {
  if (!isInThousands(text)) return "";
  const separator =
    numberStyle.group === "" ? "no thousands separator" : `the thousands separator "${numberStyle.group}"`;
  return `: the first rows have the decimal mark "${numberStyle.decimal}" and ${separator}; export the numbers without thousands separators`;
}

/** Of a date and time in one cell or in two. */
function clockFault({ heading, index }: PlannedColumn, cells: readonly string[], plan: TablePlan): Fault | null {
  const { timeOfDay, dateOrder } = plan;
  const date = cells[index] ?? "";
  const fault = timeOfDay === null ? null : timeOfDayFault(timeOfDay, cells, plan);
  if (fault !== null) return fault;
  const text = timeOfDay === null ? date : `${date} ${cells[timeOfDay]}`;
  const bytes = new TextEncoder().encode(text);
  if (parseClock(bytes, 0, bytes.length, dateOrder) !== null) return null;
  return { heading, message: `"${shown(text)}" is not a date and time` };
}

function timeOfDayFault(column: number, cells: readonly string[], { headings }: TablePlan): Fault | null {
  const time = cells[column] ?? "";
  if (/\d/.test(time)) return null;
  const message = time === "" ? "time of day is missing" : `"${shown(time)}" is not a time of day`;
  return { heading: headings[column] ?? "", message };
}

const NAMES: Partial<Record<PlannedColumn["field"], string>> = {
  testTime: "test time",
  stepTime: "step time",
  clock: "date and time",
};
