import { z } from "zod";
import { requirePermission } from "../../auth/roles";
import { insertAudit } from "../../data/audit/audit-writes";
import { updateColumnMappingName } from "../../data/imports/column-mapping-writes";
import { AppError } from "../../errors";
import type { LabScope } from "../../lab-scope";
import { changeConfiguration } from "../change-lab";
import { conflictOfNames } from "../cells/name-conflict";
import { plainName } from "../../domain/cells/input-names";

export const mappingRename = z.strictObject({ name: plainName, newName: plainName });

/** Gives a saved mapping another name. */
export async function renameColumnMapping(
  scope: LabScope,
  input: z.input<typeof mappingRename>,
): Promise<{ name: string }> {
  requirePermission(scope, "imports");
  const { name, newName } = mappingRename.parse(input);
  await changeConfiguration(scope, async (tx, change) => {
    change.isNothing(); // no page shows mappings but the one that chooses among them
    const isKnown = await updateColumnMappingName(scope, tx, { name, newName });
    if (!isKnown) throw new AppError("not_found", `This lab has no saved mapping "${name}".`);
    if (name === newName) return;
    const [before, after] = [{ name }, { name: newName }];
    await insertAudit(scope, tx, { action: "columnMapping.rename", subject: name, before, after });
  }).catch(conflictOfNames(`This lab has a saved mapping "${newName}" already.`));
  return { name: newName };
}
