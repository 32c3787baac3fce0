import type { FieldChoice } from "@/server/domain/groups/field-choices";

/** More groups are no chart: the server refuses them. */
const MAX_GROUPS = 500;

type Option = { value: string; label: string; disabled?: boolean };
type Options = (Option | { group: string; items: Option[] })[];

/** An option of the list stands for a grouping or for a field. */
const FIELD = "field:";
const GROUPING = "grouping:";

/** What cells can be grouped by: groupings with their names, and fields with the number of groups they make. */
export function groupByOptions(
  groupings: readonly { id: number; name: string }[],
  fields: readonly FieldChoice[],
): Options {
  const stored = groupings.map(({ id, name }) => ({ value: `${GROUPING}${id}`, label: name }));
  if (fields.length === 0) return stored;
  return [
    { group: "Groupings", items: stored },
    { group: "Fields of the cells", items: fields.map((field) => fieldOption(field, FIELD)) },
  ];
}

/** By what else: the other fields, or nothing. */
export function secondFieldOptions(fields: readonly FieldChoice[], first: string): Option[] {
  const others = fields.filter(({ name }) => name !== first).map((field) => fieldOption(field, ""));
  return [{ value: "", label: "nothing else" }, ...others];
}

const fieldOption = ({ name, groups }: FieldChoice, prefix: string): Option => ({
  value: `${prefix}${name}`,
  label: `${name} (${groups})`,
  disabled: groups > MAX_GROUPS,
});

/** The option that is shown as chosen. */
export const groupByValue = (groupingId: number | null, by: readonly string[]): string =>
  by[0] === undefined ? `${GROUPING}${groupingId ?? ""}` : `${FIELD}${by[0]}`;

/** What an option chooses; with a field the second one stays, unless it is the same. */
export function chosenGroupBy(value: string, second: string | undefined) {
  if (!value.startsWith(FIELD)) return { groupingId: Number(value.slice(GROUPING.length)), by: [] };
  const field = value.slice(FIELD.length);
  return { groupingId: null, by: second === undefined || second === field ? [field] : [field, second] };
}
