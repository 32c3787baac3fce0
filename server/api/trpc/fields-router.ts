import { inLabConfig } from "../../data/in-lab-config";
import { fieldsOfDefinition, listStoredGroupings } from "../../data/groupings/grouping-reads";
import { countFieldValues, countOptionValues, listMetadataFields } from "../../data/cells/metadata-field-reads";
import type { LabScope } from "../../lab-scope";
import { createMetadataField, metadataFieldInput } from "../../services/fields/create-metadata-field";
import { fieldOrder, orderMetadataFields } from "../../services/fields/order-metadata-fields";
import { fieldRemoval, removeMetadataField } from "../../services/fields/remove-metadata-field";
import { metadataFieldChanges, updateMetadataField } from "../../services/fields/update-metadata-field";
import { givenTo } from "../http/given";
import { labProcedure, router } from "./trpc";

/** The lab's fields in order, with what depends on each. */
async function fieldsWithUse(scope: LabScope) {
  return inLabConfig(scope, async (tx) => {
    const values = await countFieldValues(scope, tx);
    const groupings = (await listStoredGroupings(scope, tx)).map(({ name, definition }) => ({
      name,
      fields: fieldsOfDefinition(definition),
    }));
    const fields = [];
    for (const field of await listMetadataFields(scope, tx)) {
      const { metadataFieldId } = field;
      const options = field.type === "choice" ? await countOptionValues(scope, tx, { metadataFieldId }) : new Map();
      fields.push({
        ...field,
        valueCount: values.get(metadataFieldId) ?? 0,
        optionCounts: Object.fromEntries(options) as Record<string, number>,
        usedBy: groupings.filter(({ fields: used }) => used.has(metadataFieldId)).map(({ name }) => name),
      });
    }
    return { fields };
  });
}

export const fieldsRouter = router({
  list: labProcedure.query(({ ctx }) => fieldsWithUse(ctx.scope)),
  create: labProcedure
    .input(givenTo(metadataFieldInput))
    .mutation(({ ctx, input }) => createMetadataField(ctx.scope, input.given)),
  update: labProcedure
    .input(givenTo(metadataFieldChanges))
    .mutation(({ ctx, input }) => updateMetadataField(ctx.scope, input.given)),
  order: labProcedure
    .input(givenTo(fieldOrder))
    .mutation(({ ctx, input }) => orderMetadataFields(ctx.scope, input.given)),
  remove: labProcedure
    .input(givenTo(fieldRemoval))
    .mutation(({ ctx, input }) => removeMetadataField(ctx.scope, input.given)),
});
