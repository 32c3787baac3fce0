import { z } from "zod";
import { requirePermission } from "../../auth/roles";
import { insertAudit } from "../../data/audit/audit-writes";
import { fieldsOfDefinition, listStoredGroupings } from "../../data/groupings/grouping-reads";
import { countFieldValues, getMetadataField } from "../../data/cells/metadata-field-reads";
import { deleteMetadataField } from "../../data/cells/metadata-field-writes";
import { toName } from "../../domain/cells/input-names";
import { AppError } from "../../errors";
import { id, text } from "../../domain/cells/input-text";
import type { LabScope } from "../../lab-scope";
import { changeConfiguration } from "../change-lab";

export const fieldRemoval = z.strictObject({
  metadataFieldId: id,
  /** The field's name, typed; asked for where cells have values in it. */
  typedName: text(1000).optional(),
});

/**
 * Removes a field and what cells have in it.
 * @throws AppError `conflict` while a grouping looks at it, or where values would go and its name was not typed
 */
export async function removeMetadataField(
  scope: LabScope,
  input: z.input<typeof fieldRemoval>,
): Promise<{ name: string; values: number }> {
  requirePermission(scope, "editFields");
  const { metadataFieldId, typedName } = fieldRemoval.parse(input);
  const removed = await changeConfiguration(scope, async (tx) => {
    const field = await getMetadataField(scope, tx, { metadataFieldId });
    const users = (await listStoredGroupings(scope, tx)).filter(({ definition }) =>
      fieldsOfDefinition(definition).has(metadataFieldId),
    );
    if (users.length > 0) {
      const names = users.map(({ name }) => `"${name}"`).join(", ");
      throw new AppError("conflict", `Used by the grouping ${names}. Change or remove that first.`);
    }
    const values = (await countFieldValues(scope, tx)).get(metadataFieldId) ?? 0;
    if (values > 0 && toName(typedName ?? "") !== field.name) {
      throw new AppError("conflict", `${values} cells have a value in it. Type the field's name to remove them, too.`);
    }
    await deleteMetadataField(scope, tx, { metadataFieldId });
    const before = { ...field, values };
    await insertAudit(scope, tx, { action: "metadata_field.remove", subject: field.name, before, after: null });
    return { name: field.name, values };
  });
  return removed;
}
