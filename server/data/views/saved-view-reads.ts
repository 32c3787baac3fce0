import { type SavedPage, savedPage } from "../../domain/labs/saved-views";
import type { LabScope } from "../../lab-scope";
import type { ConfigTransaction } from "../in-lab-config";

export type SavedView = { name: string; page: SavedPage; cell: string | null; query: string };

const SHOWN = { name: true, page: true, query: true, cell: { select: { name: true } } } as const;
const toView = (row: { name: string; page: string; query: string; cell: { name: string } | null }): SavedView => ({
  name: row.name,
  page: savedPage.parse(row.page),
  cell: row.cell?.name ?? null,
  query: row.query,
});

/** The views that the lab has saved, by name; cells as they are called now. */
export async function listSavedViews(scope: LabScope, tx: ConfigTransaction): Promise<SavedView[]> {
  const rows = await tx.savedView.findMany({
    where: { labId: scope.labId },
    select: SHOWN,
    orderBy: { name: "asc" },
  });
  return rows.map(toView);
}

/** A saved view by its name, or null. */
export async function findSavedView(
  scope: LabScope,
  tx: ConfigTransaction,
  args: { name: string },
): Promise<SavedView | null> {
  const row = await tx.savedView.findFirst({ where: { labId: scope.labId, name: args.name }, select: SHOWN });
  return row && toView(row);
}

/** How many there are. */
export async function countSavedViews(scope: LabScope, tx: ConfigTransaction): Promise<number> {
  return tx.savedView.count({ where: { labId: scope.labId } });
}
