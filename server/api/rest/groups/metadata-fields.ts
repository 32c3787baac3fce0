import { z } from "zod";
import { inLabConfig } from "../../../data/in-lab-config";
import { listMetadataFields } from "../../../data/cells/metadata-field-reads";
import type { LabScope } from "../../../lab-scope";
import { createMetadataField, metadataFieldInput } from "../../../services/fields/create-metadata-field";
import { listTable } from "../../tables/list-table";
import { defineOperation } from "../operation";
import { nothing } from "../shared-schemas";

const metadataFieldsAnswer = z.object({ metadataFields: z.array(metadataFieldInput) });

export const listMetadataFieldsOperation = defineOperation({
  method: "GET",
  path: "/api/v1/metadata-fields",
  summary: "The metadata fields of the lab",
  keyScopes: ["read"],
  params: nothing,
  query: nothing,
  body: null,
  answer: { status: 200, description: "In the order shown", schema: metadataFieldsAnswer },
  table: ({ metadataFields }) => listTable(metadataFieldInput, metadataFields),
  refusals: [],
});

export const createMetadataFieldOperation = defineOperation({
  method: "POST",
  path: "/api/v1/metadata-fields",
  summary: "Add a metadata field",
  keyScopes: ["manage"],
  params: nothing,
  query: nothing,
  body: { schema: metadataFieldInput, readBy: "wrapper" },
  answer: { status: 201, description: "The field", schema: metadataFieldInput },
  refusals: ["malformed", "too_large", "conflict"],
});

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
