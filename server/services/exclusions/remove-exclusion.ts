import { z } from "zod";
import { requirePermission } from "../../auth/roles";
import { insertAudit } from "../../data/audit/audit-writes";
import { getExclusion } from "../../data/exclusions/exclusion-reads";
import { deleteExclusion } from "../../data/exclusions/exclusion-writes";
import { text } from "../../domain/cells/input-text";
import type { LabScope } from "../../lab-scope";
import { changeConfiguration } from "../change-lab";

const MAX_ID_CHARACTERS = 64;
export const exclusionRemoval = z.strictObject({ id: text(MAX_ID_CHARACTERS) });

/** Includes in statistics again what was excluded. */
export async function removeExclusion(
  scope: LabScope,
  input: z.input<typeof exclusionRemoval>,
): Promise<{ cell: string }> {
  requirePermission(scope, "exclude");
  const { id } = exclusionRemoval.parse(input);
  return changeConfiguration(scope, async (tx, change) => {
    const { cellId, cell, cycles, reason } = await getExclusion(scope, tx, { id });
    change.isOfCells([cellId]);
    await deleteExclusion(scope, tx, { id });
    const before = { id, cycles, reason };
    await insertAudit(scope, tx, { action: "exclusion.remove", subject: cell, before, after: null });
    return { cell };
  });
}
