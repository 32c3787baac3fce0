import { z } from "zod";
import { requirePermission } from "../../auth/roles";
import { insertAudit } from "../../data/audit/audit-writes";
import { findColumnMapping } from "../../data/imports/column-mapping-reads";
import { deleteColumnMapping } from "../../data/imports/column-mapping-writes";
import { AppError } from "../../errors";
import type { LabScope } from "../../lab-scope";
import { changeConfiguration } from "../change-lab";
import { plainName } from "../../domain/cells/input-names";

export const mappingRemoval = z.strictObject({ name: plainName });

/** Removes a saved mapping. What was imported by it stays as it was read. */
export async function removeColumnMapping(
  scope: LabScope,
  input: z.input<typeof mappingRemoval>,
): Promise<{ name: string }> {
  requirePermission(scope, "imports");
  const { name } = mappingRemoval.parse(input);
  await changeConfiguration(scope, async (tx, change) => {
    change.isNothing(); // no page shows mappings but the one that chooses among them
    const before = await findColumnMapping(scope, tx, { name });
    if (!before) throw new AppError("not_found", `This lab has no saved mapping "${name}".`);
    await deleteColumnMapping(scope, tx, { name });
    await insertAudit(scope, tx, {
      action: "columnMapping.remove",
      subject: name,
      before: before.mapping,
      after: null,
    });
  });
  return { name };
}
