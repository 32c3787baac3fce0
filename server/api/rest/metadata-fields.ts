import type { z } from "zod";
import { inLabConfig } from "../../data/in-lab-config";
import { listMetadataFields } from "../../data/cells/metadata-field-reads";
import type { LabScope } from "../../lab-scope";
import { createMetadataField, type metadataFieldInput } from "../../services/fields/create-metadata-field";

export async function listMetadataFieldViews(scope: LabScope) {
  const fields = await inLabConfig(scope, (tx) => listMetadataFields(scope, tx));
  const metadataFields = fields.map(({ name, type, unit, options }) => ({
    name,
    type,
    ...(unit === null ? {} : { unit }),
    ...(type === "choice" ? { options } : {}),
  }));
  return { metadataFields };
}

export function postMetadataField(scope: LabScope, { body }: { body: z.input<typeof metadataFieldInput> }) {
  return createMetadataField(scope, body);
}
