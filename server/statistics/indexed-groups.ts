import { arrangeGroups, type Group, groupOf } from "../domain/groups/groupings";
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
/** Filtering so many is as much as going through so many values: a filter compares each with many. */
const VALUES_A_PIECE = 10_000;

/**
 * The groups that cells fall into, as they are shown, and the number of cells that fall into none. A filter leaves cells out of both; the groups
 * that are left keep their colours.
 * @throws AppError `too_large` when there are too many to be shown
 */
export function* indexGroups(
  cells: readonly CellColumns[],
  { grouping, passes }: AskedSplit,
): Generator<number, Groups> {
  const groups = new Map<string, Omit<IndexedGroup, "colour">>();
  let unassigned = 0;
  let passing = 0;
  for (const [index, { cell }] of cells.entries()) {
    if (index % CELLS_A_PIECE === CELLS_A_PIECE - 1) yield passes === null ? CELLS_A_PIECE : VALUES_A_PIECE;
    const isPassing = passes === null || passes(cell);
    if (isPassing) passing += 1;
    const group = groupOf(grouping.definition, cell.metadata);
    if (group) {
      const { cellIndexes } = knownIn(groups, group);
      if (isPassing) cellIndexes.push(index);
    } else if (isPassing) unassigned += 1;
  }
  const shown = shownOf([...groups.values()], grouping);
  return { groups: shown, unassigned, ...(passes && { passing: { cells: passing, of: cells.length } }) };
}

function knownIn(groups: Map<string, Omit<IndexedGroup, "colour">>, group: Group) {
  const known = groups.get(group.key) ?? { ...group, cellIndexes: [] };
  groups.set(group.key, known);
  return known;
}

/** The groups that have cells, in order, each in the colour that it has among all of them. */
function shownOf(groups: Omit<IndexedGroup, "colour">[], { definition, styles }: AskedSplit["grouping"]) {
  const hasCells = ({ cellIndexes }: { cellIndexes: number[] }) => cellIndexes.length > 0;
  refuseMany(groups.filter(hasCells).length);
  return arrangeGroups(groups, definition, styles).filter(hasCells);
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
