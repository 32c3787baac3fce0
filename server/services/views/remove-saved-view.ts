import { z } from "zod";
import { requirePermission } from "../../auth/roles";
import { insertAudit } from "../../data/audit/audit-writes";
import { findSavedView } from "../../data/views/saved-view-reads";
import { deleteSavedView } from "../../data/views/saved-view-writes";
import { plainName } from "../../domain/cells/input-names";
import { AppError } from "../../errors";
import type { LabScope } from "../../lab-scope";
import { changeConfiguration } from "../change-lab";

export const viewRemoval = z.strictObject({ name: plainName });

/** Removes a saved view; what it showed stays as it is. */
export async function removeSavedView(scope: LabScope, input: z.input<typeof viewRemoval>): Promise<{ name: string }> {
  requirePermission(scope, "saveViews");
  const { name } = viewRemoval.parse(input);
  await changeConfiguration(scope, async (tx, change) => {
    change.isNothing(); // no page shows them but the lists that somebody opens
    const before = await findSavedView(scope, tx, { name });
    if (!before) throw new AppError("not_found", `This lab has no saved view "${name}".`);
    await deleteSavedView(scope, tx, { name });
    const { id: _, ...shown } = before;
    await insertAudit(scope, tx, { action: "view.remove", subject: name, before: shown, after: null });
  });
  return { name };
}
