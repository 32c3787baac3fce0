import { z } from "zod";
import { requirePermission } from "../../auth/roles";
import { insertAudit } from "../../data/audit/audit-writes";
import { listMetadataFields } from "../../data/cells/metadata-field-reads";
import { insertMetadataField } from "../../data/cells/metadata-field-writes";
import { FIELD_TYPES } from "../../domain/groups/groupings";
import { env } from "../../env";
import { AppError } from "../../errors";
import type { LabScope } from "../../lab-scope";
import { conflictOfNames } from "../cells/name-conflict";
import { changeConfiguration } from "../change-lab";
import { plainName } from "../../domain/cells/input-names";

const MAX_OPTIONS = 200;

/** Of a choice, in the order shown. */
export const fieldOptions = z
  .array(plainName)
  .min(1)
  .max(MAX_OPTIONS)
  .refine((options) => new Set(options).size === options.length, { message: "an option is named twice" });

/** JSON knows one name that its readers pass over: values under it would be lost without a word. */
export const fieldName = plainName.refine((name) => name !== "__proto__", {
  message: "nothing can be said under this name",
});

export const metadataFieldInput = z
  .strictObject({
    name: fieldName,
    type: z.enum(FIELD_TYPES),
    unit: plainName.optional().meta({ description: "Of a number" }),
    options: fieldOptions.optional().meta({ description: "Of a choice, in the order shown" }),
  })
  .refine(({ type, unit }) => unit === undefined || type === "number", {
    path: ["unit"],
    message: "only a number has a unit",
  })
  .refine(({ type, options }) => (type === "choice") === (options !== undefined), {
    path: ["options"],
    message: "a choice needs options, and only a choice has them",
  })
  .meta({ id: "MetadataField" });
export type MetadataFieldInput = z.output<typeof metadataFieldInput>;

/** Adds a field that the lab's cells can have a value for. */
export async function createMetadataField(
  scope: LabScope,
  input: z.input<typeof metadataFieldInput>,
): Promise<MetadataFieldInput> {
  requirePermission(scope, "editFields");
  const field = metadataFieldInput.parse(input);
  await changeConfiguration(scope, async (tx) => {
    const { LAB_MAX_FIELDS } = env();
    if ((await listMetadataFields(scope, tx)).length >= LAB_MAX_FIELDS) {
      throw new AppError("conflict", `This lab has ${LAB_MAX_FIELDS} fields, as many as it may. Remove one first.`);
    }
    await insertMetadataField(scope, tx, { ...field, unit: field.unit ?? null, options: field.options ?? null });
    await insertAudit(scope, tx, {
      action: "metadata_field.create",
      subject: field.name,
      before: null,
      after: { ...field },
    });
  }).catch(conflictOfNames(`This lab has a metadata field "${field.name}" already.`));
  return field;
}
