import { z } from "zod";
import { requirePermission } from "../../auth/roles";
import { getAnnotation } from "../../data/annotations/annotation-reads";
import { deleteAnnotation } from "../../data/annotations/annotation-writes";
import { insertAudit } from "../../data/audit/audit-writes";
import { text } from "../../domain/cells/input-text";
import type { LabScope } from "../../lab-scope";
import { changeConfiguration } from "../change-lab";

const MAX_ID_CHARACTERS = 64;
export const annotationRemoval = z.strictObject({ id: text(MAX_ID_CHARACTERS) });

export async function removeAnnotation(
  scope: LabScope,
  input: z.input<typeof annotationRemoval>,
): Promise<{ cell: string | null }> {
  requirePermission(scope, "exclude");
  const { id } = annotationRemoval.parse(input);
  return changeConfiguration(scope, async (tx, change) => {
    const { cellId, cell, match, cycles, times, text: said } = await getAnnotation(scope, tx, { id });
    if (cellId !== null) change.isOfCells([cellId]);
    await deleteAnnotation(scope, tx, { id });
    const before = { id, match, cycles, times, text: said };
    await insertAudit(scope, tx, { action: "annotation.remove", subject: cell ?? "lab", before, after: null });
    return { cell };
  });
}
