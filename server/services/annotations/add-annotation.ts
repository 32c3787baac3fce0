import { z } from "zod";
import { requirePermission } from "../../auth/roles";
import { type Annotation, countAnnotations, getAnnotation } from "../../data/annotations/annotation-reads";
import { insertAnnotation } from "../../data/annotations/annotation-writes";
import { insertAudit } from "../../data/audit/audit-writes";
import { lockCell } from "../../data/cells/cell-writes";
import { listMetadataFields } from "../../data/cells/metadata-field-reads";
import type { ConfigTransaction } from "../../data/in-lab-config";
import {
  annotationText,
  type MetadataMatch,
  metadataMatch,
  refusedTarget,
  timeRange,
} from "../../domain/cells/annotations";
import { cycleRange } from "../../domain/cells/input-cycle-ranges";
import { knownCellName } from "../../domain/cells/input-names";
import { env } from "../../env";
import { AppError } from "../../errors";
import type { LabScope } from "../../lab-scope";
import { changeConfiguration } from "../change-lab";

export const annotationInput = z
  .strictObject({
    cell: knownCellName.nullable().default(null).meta({ description: "Of one cell" }),
    match: metadataMatch.nullable().default(null).meta({ description: "Of cells with a value in a field" }),
    cycles: cycleRange.nullable().default(null).meta({ description: "Of some cycles of the cell" }),
    times: timeRange.nullable().default(null).meta({ description: "Of a stretch of time" }),
    text: annotationText,
  })
  .superRefine((target, context) => {
    const message = refusedTarget(target);
    if (message !== null) context.addIssue({ code: "custom", message });
  })
  .meta({ id: "AnnotationInput" });

/** Notes something of a cell, of cells with a value in a field or of the lab, for whoever looks at them. No number depends on it. */
export async function addAnnotation(scope: LabScope, input: z.input<typeof annotationInput>): Promise<Annotation> {
  requirePermission(scope, "exclude");
  const { cell, match, ...given } = annotationInput.parse(input);
  return changeConfiguration(scope, async (tx, change) => {
    const cellId = cell === null ? null : (await lockCell(scope, tx, { name: cell })).cellId;
    if (cellId !== null) change.isOfCells([cellId]);
    const { LAB_MAX_ANNOTATIONS } = env();
    if ((await countAnnotations(scope, tx)) >= LAB_MAX_ANNOTATIONS) {
      const message = `This lab has ${LAB_MAX_ANNOTATIONS} annotations, as many as it may. Remove one first.`;
      throw new AppError("conflict", message);
    }
    const matched = match && (await matchedField(scope, tx, match));
    const { id } = await insertAnnotation(scope, tx, { cellId, match: matched, ...given });
    const annotation = await getAnnotation(scope, tx, { id });
    const after = { id, match, ...given };
    await insertAudit(scope, tx, { action: "annotation.add", subject: cell ?? "lab", before: null, after });
    return annotation;
  });
}

/** @throws AppError `not_found` when this lab has no such field */
async function matchedField(scope: LabScope, tx: ConfigTransaction, { field, value }: MetadataMatch) {
  const found = (await listMetadataFields(scope, tx)).find(({ name }) => name === field);
  if (!found) throw new AppError("not_found", `This lab has no metadata field "${field}".`);
  return { metadataFieldId: found.metadataFieldId, value };
}
