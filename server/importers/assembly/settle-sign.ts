import type { Answers, Choice, ImportField } from "../cycler-file";
import type { FoundTable } from "../table/find-table";
import type { TablePlan } from "../table/table-plan";
import type { Settlement } from "./settle-units";

/** What the direction of the voltage says of the sign of the current. */
export type SignWitness = {
  /** The voltage falls on charge and rises on discharge. */
  isSwapped: boolean;
  /** The line where the voltage moves the other way for the first time although the current never changes its sign; null where there is none. */
  unsignedLine: number | null;
};

const AS_READ: Choice = { parameter: "positiveCurrent", value: "charges", words: "positive charges the cell, as read" };
const TURNED: Choice = { parameter: "positiveCurrent", value: "discharges", words: "positive discharges the cell" };

/** Asks for the sign of a current that the voltage contradicts. */
export function settleSign(
  { format }: FoundTable,
  plan: TablePlan,
  signs: readonly SignWitness[],
  { positiveCurrent }: Answers,
): Settlement {
  if (positiveCurrent !== undefined) return { kind: "as read" };
  const columnOf = (field: ImportField) => plan.columns.find((column) => column.field === field)?.heading ?? null;
  const column = columnOf("current");
  const unsigned = signs.find(({ unsignedLine }) => unsignedLine !== null);
  if (unsigned) {
    const remedy =
      columnOf("mode") === null
        ? "export the state of each row as well, which tells charge from discharge"
        : `name the column that tells charge from discharge by hand, if it is not "${columnOf("mode")}"`;
    const how = format.isUnsigned === true ? `; ${format.name} writes it without a sign` : "";
    const message = `the current never changes sign, although the voltage rises in some steps and falls in others${how}: ${remedy}.`;
    return { kind: "ask", row: unsigned.unsignedLine, column, message, question: { choices: [AS_READ, TURNED] } };
  }
  if (!signs.some(({ isSwapped }) => isSwapped)) return { kind: "as read" };
  const message = "the voltage falls on charge and rises on discharge: charge and discharge seem to be swapped.";
  return { kind: "ask", column, message, question: { choices: [TURNED, AS_READ] } };
}
