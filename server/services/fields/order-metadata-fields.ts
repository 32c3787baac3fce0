import { z } from "zod";
import { requirePermission } from "../../auth/roles";
import { insertAudit } from "../../data/audit/audit-writes";
import { listMetadataFields, type MetadataField } from "../../data/cells/metadata-field-reads";
import { updateFieldOrder } from "../../data/cells/metadata-field-writes";
import { AppError } from "../../errors";
import { id } from "../../domain/cells/input-text";
import type { LabScope } from "../../lab-scope";
import { changeConfiguration } from "../change-lab";
import { MAX_FIELDS } from "../../domain/cells/metadata-values";

/** Every field of the lab, in the order asked for. */
export const fieldOrder = z.strictObject({ metadataFieldIds: z.array(id).max(2 * MAX_FIELDS) });

/** @throws AppError `conflict` when somebody made or removed a field meanwhile */
export async function orderMetadataFields(
  scope: LabScope,
  input: z.input<typeof fieldOrder>,
): Promise<{ fields: MetadataField[] }> {
  requirePermission(scope, "editFields");
  const { metadataFieldIds } = fieldOrder.parse(input);
  const fields = await changeConfiguration(scope, async (tx) => {
    const before = await listMetadataFields(scope, tx);
    const requested = new Set(metadataFieldIds);
    const isWhole =
      before.length === metadataFieldIds.length && before.every((one) => requested.has(one.metadataFieldId));
    if (!isWhole) throw new AppError("conflict", "The lab's fields have changed meanwhile. Reload, then order them.");
    await updateFieldOrder(scope, tx, metadataFieldIds);
    const after = await listMetadataFields(scope, tx);
    const names = (list: MetadataField[]) => list.map(({ name }) => name);
    const [from, to] = [names(before), names(after)];
    await insertAudit(scope, tx, { action: "metadata_field.order", subject: "all fields", before: from, after: to });
    return after;
  });
  return { fields };
}
