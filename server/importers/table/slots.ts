import type { RowBlock } from "./row-block";
import type { PlannedColumn, TablePlan } from "./table-plan";
import { WordColumn } from "./word-column";

/** Where a field of a row is read to. */
export type Slot = PlannedColumn & { values: Float64Array; words: WordColumn };

/** Of the wanted columns, in the order of the plan. */
export function wantedSlots(plan: TablePlan, block: RowBlock): Slot[] {
  return plan.columns.map((column) => ({
    ...column,
    values: block.columns[column.field],
    words: new WordColumn(column, plan),
  }));
}

/** The same by column number, with what is read beside them: a frequency, and a clock of two columns. Null where nothing is read. */
export function slotsByColumn(plan: TablePlan, wanted: readonly Slot[]): (Slot | null)[] {
  const slots: (Slot | null)[] = new Array(plan.headings.length).fill(null);
  for (const slot of wanted) slots[slot.index] = slot;
  const [any] = wanted;
  if (any && plan.frequency !== null && slots[plan.frequency] === null)
    slots[plan.frequency] = { ...any, kind: "frequency", index: plan.frequency };
  const date = wanted.find(({ kind }) => kind === "clock");
  if (date && plan.timeOfDay !== null) {
    slots[Math.min(date.index, plan.timeOfDay)] = { ...date, kind: "clockPart" };
    slots[Math.max(date.index, plan.timeOfDay)] = date;
  }
  return slots;
}
