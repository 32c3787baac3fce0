import type { Grouping } from "../data/groupings/grouping-reads";
import { arrangeGroups, groupOf } from "../domain/groups/groupings";
import { env } from "../env";
import { AppError } from "../errors";
import type { CellColumns } from "./columns/cell-columns";

/** A group as indexes into the cells of a lab. */
export type IndexedGroup = { key: string; name: string; colour: number; cellIndexes: number[] };

/** What a series says of its group beside its values. */
export function headOf({ key, name, colour, cellIndexes }: IndexedGroup, cells: readonly CellColumns[]) {
  const leftOut = { cells: 0, inPart: 0 };
  for (const index of cellIndexes) {
    const excluded = cells[index]?.cell.excluded ?? [];
    if (excluded.includes(null)) leftOut.cells += 1;
    else if (excluded.length > 0) leftOut.inPart += 1;
  }
  const head = { key, name, colour, cells: cellIndexes.length };
  return leftOut.cells + leftOut.inPart > 0 ? { ...head, leftOut } : head;
}

/**
 * The groups that cells fall into, as they are shown, and the number of cells that fall into none.
 * @throws AppError `too_large` when there are too many to be shown
 */
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
  // More are no chart, and each costs a line of every answer.
  const { GROUPING_MAX_GROUPS: most } = env();
  if (groups.size > most) {
    throw new AppError(
      "too_large",
      `This grouping has ${groups.size} groups; ${most} can be shown. Group by fields with fewer values, or by rules.`,
    );
  }
  return { groups: arrangeGroups([...groups.values()], definition, styles), unassigned };
}
