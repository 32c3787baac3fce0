import { z } from "zod";
import { requirePermission } from "../../auth/roles";
import { insertAudit } from "../../data/audit/audit-writes";
import { findCellId } from "../../data/cells/cell-reads";
import { countSavedViews } from "../../data/views/saved-view-reads";
import { insertSavedView } from "../../data/views/saved-view-writes";
import { plainName } from "../../domain/cells/input-names";
import { cellsOfQuery, shownPage, withCellIds } from "../../domain/labs/saved-views";
import { env } from "../../env";
import { AppError } from "../../errors";
import type { LabScope } from "../../lab-scope";
import { conflictOfNames } from "../cells/name-conflict";
import { changeConfiguration } from "../change-lab";

export const viewToSave = z.strictObject({ name: plainName, view: shownPage });

/**
 * Saves a page as it is shown, under a name of the lab's: its cells by id, so that it shows the same ones under whatever name.
 * @throws AppError `not_found` for a cell that the lab does not have, `conflict` for a name that is taken, and where the lab has as many as it may
 */
export async function saveView(scope: LabScope, input: z.input<typeof viewToSave>): Promise<{ name: string }> {
  requirePermission(scope, "saveViews");
  const { name, view } = viewToSave.parse(input);
  const { page, cell, query } = view;
  await changeConfiguration(scope, async (tx, change) => {
    change.isNothing(); // no page shows them but the lists that somebody opens
    const { LAB_MAX_SAVED_VIEWS } = env();
    if ((await countSavedViews(scope, tx)) >= LAB_MAX_SAVED_VIEWS) {
      throw new AppError("conflict", `This lab has ${LAB_MAX_SAVED_VIEWS} saved views, as many as it may. Remove one.`);
    }
    const cellId = cell === null ? null : await findCellId(scope, tx, { name: cell });
    if (cell !== null && cellId === null) throw new AppError("not_found", "There is no such cell in this lab.");
    const named: (number | null)[] = [];
    for (const one of cellsOfQuery(query)) named.push(await findCellId(scope, tx, { name: one }));
    await insertSavedView(scope, tx, { name, page, cellId, query: withCellIds(query, named) });
    await insertAudit(scope, tx, { action: "view.save", subject: name, before: null, after: view });
  }).catch(conflictOfNames(`This lab has a saved view "${name}" already.`));
  return { name };
}
