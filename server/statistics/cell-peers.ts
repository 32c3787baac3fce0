import type { DeviationRow } from "../domain/groups/groups-view";
import { type ChosenPeers, choosePeers } from "../domain/groups/choose-peers";
import { AppError } from "../errors";
import type { LabScope } from "../lab-scope";
import { deviationRows } from "./group-deviations";
import { type RequestedShown, withGroups } from "./group-statistics";
import { inPieces } from "./in-pieces";

export type CellPeers = ChosenPeers<Omit<DeviationRow, "uncertainty">> & {
  /** Null where the grouping puts the cell into no group. */
  group: { key: string; name: string } | null;
};

/**
 * The cells of its group that a cell is compared with at one cycle, by a metric.
 * @throws AppError `not_found` for a cell or a grouping that the lab does not have
 */
export function cellPeers(scope: LabScope, args: RequestedShown & { cell: string; cycle: number }): Promise<CellPeers> {
  return withGroups(scope, args, async ({ cells, groups, metric }) => {
    const own = cells.findIndex(({ cell }) => cell.name === args.cell);
    if (own === -1) throw new AppError("not_found", `There is no cell "${args.cell}" in this lab.`);
    const group = groups.find(({ cellIndexes }) => cellIndexes.includes(own));
    if (!group) return { group: null, ...choosePeers([], args.cell) };
    const rows = await inPieces(deviationRows(cells, { metric, group, cycle: args.cycle }));
    return { group: { key: group.key, name: group.name }, ...choosePeers(rows, args.cell) };
  });
}
