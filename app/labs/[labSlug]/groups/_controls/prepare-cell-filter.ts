import { MAX_SOUGHT } from "@/server/domain/cells/cell-filter";
import { CELL_COLUMN, parseCellFilter } from "@/server/domain/cells/cells-passing";
import { conditionTexts, type FilterOperator, OF_SEVERAL, withoutCondition } from "@/server/domain/cells/filter-text";
import type { FieldValues } from "@/server/domain/groups/field-choices";
import type { FieldType, MetadataValue } from "@/server/domain/groups/groupings";

/** A field of the cells that a filter knows. */
export type FilterField = { name: string; type: FieldType; unit: string | null };

/** What changes with the filter of cells, beside it: the same cycle and cell need not be among those that are left. */
export const withWhere = (where: string | null) => ({ where, cycle: null, cell: null });

/** What of a filter the lab's fields cannot answer, in words; null: nothing. */
export function problemOf(where: string | null, fields: readonly FilterField[]): string | null {
  if (where === null) return null;
  const parsed = parseCellFilter(where, fieldNames(fields));
  if (!("problem" in parsed)) return null;
  return parsed.unknown === undefined ? parsed.problem : `The lab has no field “${parsed.unknown}”.`;
}

/** The conditions of a filter as they are shown one by one; `without`: the filter that is left when one is removed. */
export function shownConditions(where: string) {
  return conditionTexts(where).flatMap((all, alternative) =>
    all.map((text, place) => ({
      key: `${alternative} ${place}`,
      joinedBy: place > 0 ? ("and" as const) : alternative > 0 ? ("or" as const) : null,
      text,
      without: withoutCondition(where, alternative, place) || null,
    })),
  );
}

const fieldNames = (fields: readonly FilterField[]) => fields.map(({ name }) => name);

/** The cell's name, and the lab's fields. */
export const columnOptions = (fields: readonly FilterField[]) => [
  { value: CELL_COLUMN, label: CELL_COLUMN },
  ...fields.map(({ name, unit }) => ({ value: name, label: unit === null ? name : `${name} / ${unit}` })),
];

const OPERATOR_WORDS: Record<FilterOperator, string> = {
  "=": "is",
  "!=": "is not",
  "~": "contains",
  "<": "is below",
  "<=": "is at most",
  ">": "is above",
  ">=": "is at least",
};
const OF_TEXT = ["=", "!=", "~"] as const;
const OF_ORDER = ["=", "!=", "<", "<=", ">", ">="] as const;

/** How the values of a column can be compared. */
export function operatorOptions(column: string, fields: readonly FilterField[]) {
  const type = fields.find(({ name }) => name === column)?.type ?? "text";
  const operators: readonly FilterOperator[] = type === "number" || type === "date" ? OF_ORDER : OF_TEXT;
  return operators.map((value) => ({ value, label: OPERATOR_WORDS[value] }));
}

/** Whether one chooses from the values that there are; else a value is typed. */
export const isChosen = (operator: FilterOperator) => operator !== "~" && OF_SEVERAL.includes(operator);

/** A value as a filter names it. */
const textOf = (value: MetadataValue | null) => (value === null ? "" : String(value));

/** The values to choose from that a typed text occurs in, with how many cells have each. */
export function valueOptions({ values }: FieldValues, sought: string): { value: string; label: string }[] {
  const part = sought.trim().toLowerCase();
  return values
    .map(({ value, cells }) => ({ value: textOf(value), label: `${value ?? "no value"} (${cells})` }))
    .filter(({ label }) => label.toLowerCase().includes(part));
}

/** The chosen values with one more, or without it. */
export const toggled = (chosen: readonly string[], value: string): string[] =>
  chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value].slice(-MAX_SOUGHT);
