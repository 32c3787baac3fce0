import { z } from "zod";
import { requirePermission } from "../../auth/roles";
import { insertAudit } from "../../data/audit/audit-writes";
import { getTag } from "../../data/tags/cycle-tag-reads";
import { deleteTag } from "../../data/tags/cycle-tag-writes";
import { knownCellName } from "../../domain/cells/input-names";
import { text } from "../../domain/cells/input-text";
import type { LabScope } from "../../lab-scope";
import { changeConfiguration } from "../change-lab";

const MAX_ID_CHARACTERS = 64;
export const tagRemoval = z.strictObject({ cell: knownCellName, id: text(MAX_ID_CHARACTERS) });

/** Takes a tag by hand off its cycles; the lab's rules hold again. */
export async function removeTag(scope: LabScope, input: z.input<typeof tagRemoval>): Promise<{ cell: string }> {
  requirePermission(scope, "exclude");
  const { cell, id } = tagRemoval.parse(input);
  return changeConfiguration(scope, async (tx, change) => {
    const { cellId, cycles, tag, reason } = await getTag(scope, tx, { id, cell });
    change.isOfCells([cellId]);
    await deleteTag(scope, tx, { id });
    const before = { id, cycles, tag, reason };
    await insertAudit(scope, tx, { action: "tag.remove", subject: cell, before, after: null });
    return { cell };
  });
}
