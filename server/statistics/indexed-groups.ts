import { arrangeGroups, groupOf } from "../domain/groups/groupings";
import { env } from "../env";
import { AppError } from "../errors";
import type { CellsPassing } from "../domain/groups/groups-view";
import type { AskedSplit } from "./asked-groups";
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

/** `passing`: absent where no filter leaves any out. */
export type Groups = { groups: IndexedGroup[]; unassigned: number; passing?: CellsPassing };

/** Others get a turn after so many cells. */
const CELLS_A_PIECE = 1_000;

/**
 * The groups that cells fall into, as they are shown, and the number of cells that fall into none. A filter leaves cells out of both; the groups
 * that are left keep their colours.
 * @throws AppError `too_large` when there are too many to be shown
 */
export function* indexGroups(
  cells: readonly CellColumns[],
  { grouping, passes }: AskedSplit,
): Generator<number, Groups> {
  const { definition, styles } = grouping;
  const groups = new Map<string, Omit<IndexedGroup, "colour">>();
  let unassigned = 0;
  let passing = 0;
  for (const [index, { cell }] of cells.entries()) {
    if (index % CELLS_A_PIECE === CELLS_A_PIECE - 1) yield CELLS_A_PIECE;
    const isPassing = passes === null || passes(cell);
    if (isPassing) passing += 1;
    const group = groupOf(definition, cell.metadata);
    if (group) {
      const known = groups.get(group.key) ?? { ...group, cellIndexes: [] };
      groups.set(group.key, known);
      if (isPassing) known.cellIndexes.push(index);
    } else if (isPassing) unassigned += 1;
  }
  const arranged = arrangeGroups([...groups.values()], definition, styles);
  const shown = passes === null ? arranged : arranged.filter(({ cellIndexes }) => cellIndexes.length > 0);
  // More are no chart, and each costs a line of every answer.
  const { GROUPING_MAX_GROUPS: most } = env();
  if (shown.length > most) {
    throw new AppError(
      "too_large",
      `This grouping has ${shown.length} groups; ${most} can be shown. Group by fields with fewer values, or by rules.`,
    );
  }
  return { groups: shown, unassigned, ...(passes === null ? {} : { passing: { cells: passing, of: cells.length } }) };
}
