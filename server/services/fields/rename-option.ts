import { z } from "zod";
import type { StoredDefinition } from "../../data/groupings/grouping-reads";
import type { MetadataValue } from "../../domain/groups/groupings";
import type { GroupStyleEntry } from "../../domain/groups/input-groupings";

type StoredGrouping = { definition: StoredDefinition; styles: readonly GroupStyleEntry[] };

const keyOfValues = z.array(z.union([z.string(), z.number()]));

/**
 * A grouping after options of a choice got other names: the values in its rules, and the keys by which groups keep their colours.
 * @returns null when it does not look at the field
 */
export function renameOptionInGrouping(
  { definition, styles }: StoredGrouping,
  metadataFieldId: number,
  renamed: Readonly<Record<string, string>>,
): { definition: StoredDefinition; styles: GroupStyleEntry[] } | null {
  const rename = <Value extends MetadataValue>(value: Value) => renamed[String(value)] ?? value;
  if ("by" in definition) {
    const places = definition.by.flatMap((field, place) => (field === metadataFieldId ? [place] : []));
    if (places.length === 0) return null;
    const renameKey = (key: string) => {
      const values = keyOfValues.parse(JSON.parse(key));
      return JSON.stringify(values.map((value, place) => (places.includes(place) ? rename(value) : value)));
    };
    return { definition, styles: styles.map(({ key, colour }) => ({ key: renameKey(key), colour })) };
  }
  const looksAt = definition.rules.some(({ where }) => where.some(({ field }) => field === metadataFieldId));
  if (!looksAt) return null;
  const rules = definition.rules.map((rule) => ({
    ...rule,
    where: rule.where.map((condition) => {
      if (condition.field !== metadataFieldId) return condition;
      const { value } = condition;
      return { ...condition, value: Array.isArray(value) ? value.map(rename) : rename(value) };
    }),
  }));
  return { definition: { rules }, styles: [...styles] };
}
