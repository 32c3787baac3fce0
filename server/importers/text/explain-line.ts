import { mayHaveThousands } from "../numbers/number-style";
import { parseClock } from "../time/parse-clock";
import { parseTimeField } from "../time/parse-time-field";
import { parseNumber } from "../numbers/parse-number";
import type { ProblemList } from "./problem-list";
import { splitLine } from "./split-line";
import { withoutAtEnd } from "./without-at-end";
import type { PlannedColumn, TablePlan } from "../table/table-plan";

/** Reports, field by field, what is wrong with a line that is not a row. Every such line is reported, or it would be lost unnoticed. */
export function explainLine(bytes: Uint8Array, line: number, plan: TablePlan, problems: ProblemList): void {
  const fields = fieldsOf(bytes, plan);
  if (isRemark(fields, plan)) {
    problems.warn("remark", line, `"${fields[0] ?? ""}" is not a row and was left out.`);
    return;
  }
  if (fields.slice(plan.fieldCount).some((field) => field !== "")) {
    problems.add(line, null, `the line has ${fields.length} fields, the header row has ${plan.headings.length}`);
    return;
  }
  const faults = plan.columns
    .filter(({ isNeeded, field, index }) => isNeeded || (isOneWay(field) && fields[index] !== ""))
    .flatMap((column) => faultOf(column, fields, plan) ?? []);
  const oneWay = plan.columns.find(({ field }) => isOneWay(field));
  if (faults.length === 0 && oneWay)
    faults.push({ heading: oneWay.heading, message: "current is missing, and so is that of the other direction" });
  for (const { heading, message } of faults) problems.add(line, heading, message);
  if (faults.length === 0)
    problems.add(line, null, `the line cannot be read as a row: ${printable(DECODER.decode(bytes))}`);
}

/** Whether a line has one of the required values. */
export function holdsValue(bytes: Uint8Array, plan: TablePlan): boolean {
  const fields = fieldsOf(bytes, plan);
  return plan.columns.some((column) => column.isNeeded && faultOf(column, fields, plan) === null);
}

const DECODER = new TextDecoder("utf-8", { ignoreBOM: true });

const fieldsOf = (bytes: Uint8Array, { separator }: TablePlan) =>
  splitLine(DECODER.decode(bytes), String.fromCharCode(separator)).map(trimmed);

/** Without spaces and tabs around it; other whitespace was replaced before, and what is left is shown. */
const trimmed = (field: string) => withoutAtEnd(field, SPACE_OR_TAB).replace(/^[ \t]+/, "");
const SPACE_OR_TAB = /[ \t]/;

/** Control and format characters as escapes. */
const printable = (text: string) =>
  text.replaceAll(/[\p{Cc}\p{Cf}]/gu, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);

/** A remark in a table of several columns: text without any separator, or marked as a remark with nothing after it. */
function isRemark(fields: readonly string[], plan: TablePlan): boolean {
  const [first = "", ...others] = fields;
  if (plan.headings.length < 3 || !/\p{L}{2}/u.test(first) || /^[\d+-]/.test(first)) return false;
  return others.length === 0 || (/^[#[~*]/.test(first) && others.every((field) => field === ""));
}

type Fault = { heading: string; message: string };

function faultOf(column: PlannedColumn, fields: readonly string[], plan: TablePlan): Fault | null {
  const { heading } = column;
  const name = NAMES[column.field] ?? column.field;
  const text = fields[column.index] ?? "";
  if (text === "") return { heading, message: `${name} is missing` };
  if (column.kind === "clock") return clockFault(column, fields, plan);
  const bytes = new TextEncoder().encode(text);
  const { numberStyle } = plan;
  const ours =
    column.kind === "time"
      ? parseTimeField(bytes, 0, bytes.length, numberStyle, column)
      : (parseNumber(bytes, 0, bytes.length, numberStyle) * column.scale.multiply) / column.scale.divide;
  if (Number.isNaN(ours))
    return { heading, message: `"${printable(text)}" is not a ${name}${thousandsHint(text, plan)}` };
  if (Math.abs(ours) <= column.limit) return null;
  const unit = column.field === "voltage" ? "V" : "A";
  return { heading, message: `${text} exceeds ${column.limit} ${unit}: check the unit of the column` };
}

/** A number that may have a thousands separator, which the first rows have not. */
function thousandsHint(text: string, { numberStyle }: TablePlan): string {
  if (!mayHaveThousands(text)) return "";
  const separator =
    numberStyle.group === "" ? "no thousands separator" : `the thousands separator "${numberStyle.group}"`;
  return `: the first rows have the decimal mark "${numberStyle.decimal}" and ${separator}; export the numbers without thousands separators`;
}

/** Of a date and time in one column or in two. */
function clockFault({ heading, index }: PlannedColumn, fields: readonly string[], plan: TablePlan): Fault | null {
  const { timeOfDay, dateOrder } = plan;
  const date = fields[index] ?? "";
  const fault = timeOfDay === null ? null : timeOfDayFault(timeOfDay, fields, plan);
  if (fault !== null) return fault;
  const text = timeOfDay === null ? date : `${date} ${fields[timeOfDay]}`;
  const bytes = new TextEncoder().encode(text);
  if (parseClock(bytes, 0, bytes.length, dateOrder) !== null) return null;
  return { heading, message: `"${printable(text)}" is not a date and time` };
}

function timeOfDayFault(column: number, fields: readonly string[], { headings }: TablePlan): Fault | null {
  const time = fields[column] ?? "";
  if (/\d/.test(time)) return null;
  const message = time === "" ? "time of day is missing" : `"${printable(time)}" is not a time of day`;
  return { heading: headings[column] ?? "", message };
}

/** A column of one direction may be empty where the other is not. */
const isOneWay = (field: PlannedColumn["field"]) => field === "chargeCurrent" || field === "dischargeCurrent";

const NAMES: Partial<Record<PlannedColumn["field"], string>> = {
  testTime: "test time",
  stepTime: "step time",
  clock: "date and time",
  chargeCurrent: "current",
  dischargeCurrent: "current",
};
