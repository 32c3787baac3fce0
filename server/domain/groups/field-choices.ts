import { type CellMetadata, type MetadataValue, NATURAL_ORDER } from "./groupings";

/** A field by which cells can be grouped, and into how many groups. */
export type FieldChoice = { name: string; unit: string | null; groups: number; cells: number };

/** How each field would split the cells; a field without values is none to group by. */
export function fieldChoices(
  fields: readonly { name: string; unit: string | null }[],
  cells: readonly { metadata: CellMetadata }[],
): FieldChoice[] {
  return fields
    .map(({ name, unit }) => {
      const values = cells.flatMap(({ metadata }) => metadata[name] ?? []).filter((value) => value !== "");
      return { name, unit, groups: new Set(values).size, cells: values.length };
    })
    .filter(({ groups }) => groups > 0);
}

/** More are no list to choose from: the most frequent ones are listed, and the others typed. */
const MAX_VALUES = 200;

/** The values of a field, or null where a cell has none, each with how many cells have it; in the order in which people count. */
export type FieldValues = {
  values: { value: MetadataValue | null; cells: number }[] /** That are not listed. */;
  more: number;
};

/** Which values the cells have, by which they can be filtered. */
export function fieldValues(valuesOfCells: readonly (MetadataValue | null | undefined)[]): FieldValues {
  const counts = new Map<MetadataValue | null, number>();
  for (const value of valuesOfCells) {
    const own = value === undefined || value === "" ? null : value;
    counts.set(own, (counts.get(own) ?? 0) + 1);
  }
  const found = [...counts].map(([value, cells]) => ({ value, cells }));
  const listed = found.sort((left, right) => right.cells - left.cells).slice(0, MAX_VALUES);
  listed.sort((left, right) => inOrder(left.value, right.value));
  return { values: listed, more: found.length - listed.length };
}

function inOrder(left: MetadataValue | null, right: MetadataValue | null): number {
  if (left === null || right === null) return Number(left === null) - Number(right === null);
  if (typeof left === "number" && typeof right === "number") return left - right;
  return NATURAL_ORDER.compare(String(left), String(right));
}
