import type { Grouping } from "../data/groupings/grouping-reads";
import { arrangeGroups, groupOf } from "../domain/groups/groupings";
import type { CellColumns } from "./cell-columns";

/** A group as indexes into the cells of a lab. */
export type IndexedGroup = { key: string; name: string; colour: number; cellIndexes: number[] };

/** The groups that cells fall into, as they are shown, and the number of cells that fall into none. */
export function indexGroups(cells: readonly CellColumns[], { definition, styles }: Grouping) {
  const groups = new Map<string, Omit<IndexedGroup, "colour">>();
  let unassigned = 0;
  cells.forEach(({ cell }, index) => {
    const group = groupOf(definition, cell.metadata);
    if (!group) {
      unassigned += 1;
      return;
    }
    const known = groups.get(group.key);
    if (known) known.cellIndexes.push(index);
    else groups.set(group.key, { ...group, cellIndexes: [index] });
  });
  return { groups: arrangeGroups([...groups.values()], definition, styles), unassigned };
}
