import { arrangeGroups, groupOf } from "../domain/groups/groupings";
import { env } from "../env";
import { AppError } from "../errors";
import type { CellsPassing } from "../domain/groups/groups-view";
import type { AskedSplit } from "./requested-groups";
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

const CELLS_A_PIECE = 100;
/** As much as going through so many values: a filter compares a cell with each of its own. */
const VALUES_OF_FILTERED = 100;

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
    if (index % CELLS_A_PIECE === CELLS_A_PIECE - 1) yield CELLS_A_PIECE * (passes === null ? 1 : VALUES_OF_FILTERED);
    const isPassing = passes === null || passes(cell);
    if (isPassing) passing += 1;
    const group = groupOf(definition, cell.metadata);
    if (group) {
      const known = groups.get(group.key) ?? { ...group, cellIndexes: [] };
      groups.set(group.key, known);
      if (isPassing) known.cellIndexes.push(index);
    } else if (isPassing) unassigned += 1;
  }
  const isShown = ({ cellIndexes }: { cellIndexes: number[] }) => cellIndexes.length > 0;
  refuseMany([...groups.values()].filter(isShown).length);
  return {
    groups: arrangeGroups([...groups.values()], definition, styles).filter(isShown),
    unassigned,
    ...(passes === null ? {} : { passing: { cells: passing, of: cells.length } }),
  };
}

/** More are no chart, and each costs a line of every answer. */
function refuseMany(groups: number): void {
  const { GROUPING_MAX_GROUPS: most } = env();
  if (groups <= most) return;
  throw new AppError(
    "too_large",
    `This grouping has ${groups} groups; ${most} can be shown. Group by fields with fewer values, or by rules.`,
  );
}
