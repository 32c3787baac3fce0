import type { GroupingDefinition, GroupStyleEntry, RuleCondition } from "./input-groupings";

export const FIELD_TYPES = ["text", "number", "choice", "date"] as const;
export type FieldType = (typeof FIELD_TYPES)[number];
export type MetadataValue = string | number;

export type CellMetadata = Readonly<Record<string, MetadataValue | null | undefined>>;
export type Group = { key: string; name: string };

const VALUE_SEPARATOR = " · ";

/**
 * The group a cell falls into.
 * @returns null when it is unassigned: a field of the grouping has no value, or no rule matches. The key is stable: JSON of the
 *   values, or of the rule's name, so values with separators in them cannot collide
 */
export function groupOf(definition: GroupingDefinition, metadata: CellMetadata): Group | null {
  if ("by" in definition) {
    const values: MetadataValue[] = [];
    for (const field of definition.by) {
      const value = metadata[field];
      if (value === null || value === undefined || value === "") return null;
      values.push(value);
    }
    return { key: JSON.stringify(values), name: values.join(VALUE_SEPARATOR) };
  }
  const rule = definition.rules.find(({ where }) => where.every((condition) => matches(condition, metadata)));
  return rule ? { key: JSON.stringify({ rule: rule.name }), name: rule.name } : null;
}

function matches(condition: RuleCondition, metadata: CellMetadata): boolean {
  const value = metadata[condition.field] ?? null;
  const asked = condition.value;
  if (condition.op === "in") return value !== null && [asked].flat().some((option) => isEqual(option, value));
  if (Array.isArray(asked)) return false;
  if (condition.op === "!=") return value === null || !isEqual(asked, value);
  if (value === null) return false;
  if (condition.op === "=") return isEqual(asked, value);
  if (condition.op === "contains") return String(value).toLowerCase().includes(String(asked).toLowerCase());
  return isOrdered(condition.op, compareValues(value, asked));
}

const isEqual = (left: MetadataValue, right: MetadataValue) => String(left) === String(right);

function isOrdered(op: "<" | "<=" | ">" | ">=", order: number): boolean {
  if (op === "<") return order < 0;
  if (op === "<=") return order <= 0;
  return op === ">" ? order > 0 : order >= 0;
}

/** Numbers by size, everything else (ISO dates among it) by text. */
function compareValues(left: MetadataValue, right: MetadataValue): number {
  const [a, b] = [Number(left), Number(right)];
  if (left !== "" && right !== "" && !Number.isNaN(a) && !Number.isNaN(b)) return a - b;
  return String(left) < String(right) ? -1 : Number(String(left) > String(right));
}

/** Groups in the order they are shown: rules in theirs, values by natural order. */
export function compareGroups(definition: GroupingDefinition): (left: Group, right: Group) => number {
  if ("rules" in definition) {
    const order = new Map(definition.rules.map(({ name }, index) => [name, index]));
    return (left, right) => (order.get(left.name) ?? 0) - (order.get(right.name) ?? 0);
  }
  return (left, right) => NATURAL_ORDER.compare(left.name, right.name);
}

/**
 * Groups in the order they are shown, each with its place in the palette: those with a style first, in that order and colour; the others
 * behind them by `compareGroups`, each at the first place that is still free.
 */
export function arrangeGroups<G extends Group>(
  groups: readonly G[],
  definition: GroupingDefinition,
  styles: readonly GroupStyleEntry[],
): (G & { colour: number })[] {
  const byKey = new Map(groups.map((group) => [group.key, group]));
  const styled = styles.flatMap(({ key, colour }) => {
    const group = byKey.get(key);
    return group && byKey.delete(key) ? [{ ...group, colour }] : [];
  });
  // A colour stays taken while its group is empty: it may come back, and the others should not change then.
  const taken = new Set(styles.map(({ colour }) => colour));
  let place = 0;
  const others = [...byKey.values()].sort(compareGroups(definition)).map((group) => {
    while (taken.has(place)) place += 1;
    return { ...group, colour: place++ };
  });
  return [...styled, ...others];
}

/** Names as people count: A-2 before A-10. */
export const NATURAL_ORDER = new Intl.Collator("en", { numeric: true });
