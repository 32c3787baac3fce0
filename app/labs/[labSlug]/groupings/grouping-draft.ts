import type { SheetCell, SheetField } from "@/server/domain/cells/cell-sheet";
import { arrangeGroups, type Group, groupOf } from "@/server/domain/groups/groupings";
import {
  type GroupingDefinition,
  type GroupStyleEntry,
  groupingDefinition,
} from "@/server/domain/groups/input-groupings";

export const OPERATORS = ["=", "!=", "<", "<=", ">", ">=", "contains", "in"] as const;
type Operator = (typeof OPERATORS)[number];
/** As they are written in the UI. */
export const OPERATOR_WORDS: Record<Operator, string> = {
  "=": "is",
  "!=": "is not",
  "<": "less than",
  "<=": "at most",
  ">": "more than",
  ">=": "at least",
  contains: "contains",
  in: "is one of",
};

/** Rules and conditions carry an id of this page only, by which React knows them while they move. */
export type ConditionDraft = { id: string; field: string; op: Operator; value: string };
export type RuleDraft = { id: string; name: string; where: readonly ConditionDraft[] };
export type GroupingDraft = {
  /** null: not saved yet. */
  id: number | null;
  name: string;
  kind: "by" | "rules";
  by: readonly string[];
  rules: readonly RuleDraft[];
  styles: readonly GroupStyleEntry[];
  isDefault: boolean;
};

type Saved = {
  id: number | null;
  name: string;
  definition: GroupingDefinition;
  styles: readonly GroupStyleEntry[];
  isDefault: boolean;
};

export function toDraft({ definition, ...rest }: Saved): GroupingDraft {
  const rules = "rules" in definition ? definition.rules : [];
  return {
    ...rest,
    kind: "by" in definition ? "by" : "rules",
    by: "by" in definition ? definition.by : [],
    rules: rules.map(({ name, where }) => ({
      id: crypto.randomUUID(),
      name,
      where: where.map(({ field, op, value }) => ({
        id: crypto.randomUUID(),
        field,
        op,
        value: Array.isArray(value) ? value.join(", ") : String(value),
      })),
    })),
  };
}

/** The definition of a draft, or the first problem with it. */
export function toDefinition(
  draft: GroupingDraft,
  fields: readonly SheetField[],
): { definition: GroupingDefinition } | { problem: string } {
  const known = new Map(fields.map((field) => [field.name, field]));
  const used = draft.kind === "by" ? draft.by : draft.rules.flatMap(({ where }) => where.map(({ field }) => field));
  const unknown = used.find((name) => !known.has(name));
  if (unknown !== undefined) return { problem: unknown === "" ? "Choose a field." : `There is no field “${unknown}”.` };
  const problem = draft.kind === "by" ? problemOfFields(draft.by) : problemOfRules(draft.rules);
  if (problem !== null) return { problem };
  if (draft.kind === "by") return { definition: { by: [...draft.by] } };
  const rules = draft.rules.map(({ name, where }) => ({
    name: name.trim(),
    where: where.map(({ field, op, value }) => ({ field, op, value: toValue(op, value, known.get(field)) })),
  }));
  const parsed = groupingDefinition.safeParse({ rules });
  return parsed.success
    ? { definition: parsed.data }
    : { problem: "At most 50 rules, names of at most 128 characters." };
}

function problemOfFields(by: GroupingDraft["by"]): string | null {
  if (by.length === 0) return "Choose at least one field.";
  return new Set(by).size < by.length ? "A field is chosen twice." : null;
}

function problemOfRules(rules: GroupingDraft["rules"]): string | null {
  const names = rules.map(({ name }) => name.trim());
  if (names.length === 0) return "Add at least one rule.";
  if (names.includes("")) return "Each rule needs a name.";
  if (new Set(names).size < names.length) return "Two rules have one name: they would be one group.";
  return rules.some(({ where }) => where.length === 0) ? "Each rule needs a condition." : null;
}

/** A number where the field is one, so that 10 lies above 9. */
function toValue(op: Operator, text: string, field: SheetField | undefined) {
  const toOne = (one: string) => {
    const number = Number(one.replace(/^([-+]?\d+),(\d+)$/, "$1.$2"));
    return field?.type === "number" && one !== "" && Number.isFinite(number) ? number : one;
  };
  if (op !== "in") return toOne(text.trim());
  return text.split(",").flatMap((one) => (one.trim() === "" ? [] : [toOne(one.trim())]));
}

export type PreviewGroup = Group & { colour: number; cells: string[] };

/** The groups with their cells, and the cells in no group, in the order and colours of the chart. */
export function previewOf(
  definition: GroupingDefinition,
  styles: readonly GroupStyleEntry[],
  cells: readonly SheetCell[],
): { groups: PreviewGroup[]; unassigned: string[] } {
  const groups = new Map<string, Group & { cells: string[] }>();
  const unassigned: string[] = [];
  // A rule's group exists before its first cell: it may have a name and a colour already.
  if ("rules" in definition) {
    for (const { name } of definition.rules) {
      const key = JSON.stringify({ rule: name });
      groups.set(key, { key, name, cells: [] });
    }
  }
  for (const { name, metadata } of cells) {
    const group = groupOf(definition, metadata);
    if (!group) {
      unassigned.push(name);
      continue;
    }
    const known = groups.get(group.key) ?? { ...group, cells: [] };
    known.cells.push(name);
    groups.set(group.key, known);
  }
  return { groups: arrangeGroups([...groups.values()], definition, styles), unassigned };
}

/** The styles after one of the groups was moved. */
export function moveGroup(groups: readonly PreviewGroup[], from: number, to: number): GroupStyleEntry[] {
  const styles = groups.map(({ key, colour }) => ({ key, colour }));
  const [moved] = styles.splice(from, 1);
  if (moved) styles.splice(Math.max(0, Math.min(styles.length, to)), 0, moved);
  return styles;
}

/** The styles after one of the groups was given another colour; the group that had it takes the old one, so that no two share one. */
export function recolourGroup(groups: readonly PreviewGroup[], key: string, colour: number): GroupStyleEntry[] {
  const before = groups.find((group) => group.key === key)?.colour ?? colour;
  return groups.map((group) => {
    if (group.key === key) return { key, colour };
    return { key: group.key, colour: group.colour === colour ? before : group.colour };
  });
}

/** A list with one of its items moved. */
export function moveItem<T>(items: readonly T[], from: number, to: number): T[] {
  const moved = [...items];
  const [item] = moved.splice(from, 1);
  if (item !== undefined) moved.splice(Math.max(0, Math.min(moved.length, to)), 0, item);
  return moved;
}

/** Whether leaving a draft would lose anything. */
export const isChanged = (draft: GroupingDraft, clean: GroupingDraft) =>
  draft !== clean && JSON.stringify(draft) !== JSON.stringify(clean);
