import type { Answers, Choice } from "../cycler-file";
import type { FoundTable } from "../table/find-table";
import type { TablePlan } from "../table/table-plan";
import type { Settlement } from "./settle-units";

/** Asks whether the headings of voltage and current are exchanged, where the values look like it. */
export function settleHeadings(plan: TablePlan, areExchanged: boolean, { headings }: Answers): Settlement {
  if (!areExchanged || headings !== undefined) return { kind: "as read" };
  const [voltage, current] = (["voltage", "current"] as const).map((field) =>
    plan.columns.find((column) => column.field === field),
  );
  if (!voltage || !current) return { kind: "as read" };
  const message =
    "the voltage is set and is 0 or negative in places, and the current moves as the voltage of a cell does: their headings seem to be exchanged.";
  const choices: [Choice, Choice] = [
    {
      parameter: "headings",
      value: "exchanged",
      words: `"${voltage.heading}" holds the current, and "${current.heading}" the voltage`,
    },
    { parameter: "headings", value: "asNamed", words: "both hold what they say" },
  ];
  return { kind: "ask", column: voltage.heading, message, question: { choices } };
}

/** The table with the headings of voltage and current over each other's columns, where that was answered. */
export function withHeadingsAsAnswered(found: FoundTable, { headings }: Answers): FoundTable {
  const [voltage, current] = (["voltage", "current"] as const).map((field) =>
    found.columns.find((column) => column.field === field),
  );
  if (headings !== "exchanged" || !voltage || !current) return found;
  const places = new Map([
    [voltage.index, current.index],
    [current.index, voltage.index],
  ]);
  const placeOf = (index: number) => places.get(index) ?? index;
  return {
    ...found,
    headings: found.headings.map((heading, index) => found.headings[placeOf(index)] ?? heading),
    columns: found.columns.map((column) => ({ ...column, index: placeOf(column.index) })),
  };
}
