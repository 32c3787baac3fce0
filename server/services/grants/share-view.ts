import { z } from "zod";
import { requirePermission } from "../../auth/roles";
import { findCellId } from "../../data/cells/cell-reads";
import { getGrouping } from "../../data/groupings/grouping-reads";
import { inLabConfig } from "../../data/in-lab-config";
import { ALL_CELLS } from "../../domain/groups/all-cells";
import { requestedView } from "../../domain/labs/granted-view";
import { AppError } from "../../errors";
import type { LabScope } from "../../lab-scope";
import { insertLink, linkExpiry, linkLabel, type MadeLink } from "./insert-link";

export const viewShare = z.strictObject({
  view: requestedView,
  /** Whether whoever opens it has to be signed in here, in whatever lab. */
  needsSignIn: z.boolean(),
  expiresAt: linkExpiry,
  label: linkLabel,
});

/**
 * Makes a link that shows one view of a page to whoever has it, until it expires or is revoked.
 * @throws AppError `not_found` for cells and groupings that the lab does not have, `conflict` where it has as many links as it may
 */
export async function shareView(scope: LabScope, input: z.input<typeof viewShare>): Promise<MadeLink> {
  requirePermission(scope, "manageKeys");
  const { view, needsSignIn, expiresAt, label } = viewShare.parse(input);
  const { cells, ...shared } = view;
  const cellIds = await idsOfCells(scope, cells);
  await requireGroupings(
    scope,
    shared.groups.map(({ groupingId }) => groupingId),
  );
  const resource = { kind: "view" as const, ...shared, cellIds };
  const groups = shared.groups.map(({ groupingId, by, where, metrics }) => ({ groupingId, by, where, metrics }));
  const audited = { resource: { kind: "view", page: view.page, name: view.name, cells, groups }, needsSignIn };
  return insertLink(scope, { label, resource, reads: [], needsSignIn, expiresAt }, audited);
}

function idsOfCells(scope: LabScope, names: readonly string[]): Promise<number[]> {
  return inLabConfig(scope, async (tx) => {
    const cellIds: number[] = [];
    for (const name of names) {
      const cellId = await findCellId(scope, tx, { name });
      if (cellId === null) throw new AppError("not_found", "There is no such cell in this lab.");
      cellIds.push(cellId);
    }
    return cellIds;
  });
}

async function requireGroupings(scope: LabScope, groupingIds: readonly number[]): Promise<void> {
  const stored = groupingIds.filter((groupingId) => groupingId !== ALL_CELLS.id);
  await inLabConfig(scope, async (tx) => {
    for (const groupingId of new Set(stored)) await getGrouping(scope, tx, groupingId);
  });
}
