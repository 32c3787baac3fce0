import type { CellMetadata } from "./groupings";

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
