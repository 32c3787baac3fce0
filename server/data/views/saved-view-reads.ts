import { cellIdsOf, type SavedPage, savedPage, withCellNames } from "../../domain/labs/saved-views";
import type { LabScope } from "../../lab-scope";
import type { ConfigTransaction } from "../in-lab-config";

export type SavedView = { id: number; name: string; page: SavedPage; cell: string | null; query: string };

const SHOWN = { savedViewId: true, name: true, page: true, query: true, cell: { select: { name: true } } } as const;

type Row = { savedViewId: number; name: string; page: string; query: string; cell: { name: string } | null };

async function toViews(scope: LabScope, tx: ConfigTransaction, rows: readonly Row[]): Promise<SavedView[]> {
  const cellIds = [...new Set(rows.flatMap(({ query }) => cellIdsOf(query)))];
  const where = { labId: scope.labId, cellId: { in: cellIds } };
  const cells = cellIds.length === 0 ? [] : await tx.cell.findMany({ where, select: { cellId: true, name: true } });
  const names = new Map(cells.map(({ cellId, name }) => [cellId, name]));
  return rows.map(({ savedViewId, name, page, query, cell }) => ({
    id: savedViewId,
    name,
    page: savedPage.parse(page),
    cell: cell?.name ?? null,
    query: withCellNames(query, (cellId) => names.get(cellId)),
  }));
}

/** The views that the lab has saved, by name; cells as they are called now. */
export async function listSavedViews(scope: LabScope, tx: ConfigTransaction): Promise<SavedView[]> {
  const rows = await tx.savedView.findMany({
    where: { labId: scope.labId },
    select: SHOWN,
    orderBy: { name: "asc" },
  });
  return toViews(scope, tx, rows);
}

/** A saved view by its name, or null. */
export async function findSavedView(
  scope: LabScope,
  tx: ConfigTransaction,
  args: { name: string },
): Promise<SavedView | null> {
  const row = await tx.savedView.findFirst({ where: { labId: scope.labId, name: args.name }, select: SHOWN });
  return row === null ? null : ((await toViews(scope, tx, [row]))[0] ?? null);
}

/** How many there are. */
export async function countSavedViews(scope: LabScope, tx: ConfigTransaction): Promise<number> {
  return tx.savedView.count({ where: { labId: scope.labId } });
}
