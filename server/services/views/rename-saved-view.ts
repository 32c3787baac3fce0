import { z } from "zod";
import { requirePermission } from "../../auth/roles";
import { insertAudit } from "../../data/audit/audit-writes";
import { updateSavedViewName } from "../../data/views/saved-view-writes";
import { plainName } from "../../domain/cells/input-names";
import { AppError } from "../../errors";
import type { LabScope } from "../../lab-scope";
import { conflictOfNames } from "../cells/name-conflict";
import { changeConfiguration } from "../change-lab";

export const viewRename = z.strictObject({ name: plainName, newName: plainName });

/** Gives a saved view another name. */
export async function renameSavedView(scope: LabScope, input: z.input<typeof viewRename>): Promise<{ name: string }> {
  requirePermission(scope, "saveViews");
  const { name, newName } = viewRename.parse(input);
  await changeConfiguration(scope, async (tx, change) => {
    change.isNothing(); // no page shows them but the lists that somebody opens
    const isKnown = await updateSavedViewName(scope, tx, { name, newName });
    if (!isKnown) throw new AppError("not_found", `This lab has no saved view "${name}".`);
    if (name === newName) return;
    const [before, after] = [{ name }, { name: newName }];
    await insertAudit(scope, tx, { action: "view.rename", subject: name, before, after });
  }).catch(conflictOfNames(`This lab has a saved view "${newName}" already.`));
  return { name: newName };
}
