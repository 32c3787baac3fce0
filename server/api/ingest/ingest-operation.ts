import { z } from "zod";
import { defineOperation } from "../rest/operation";
import { nothing } from "../rest/shared-schemas";
import { ingestBody, ingestHeaders, ingestQuery } from "./ingest-body";
import { INGEST_DESCRIPTION, INGEST_FORMS, INGEST_REASONS } from "./ingest-description";

const ingestAnswer = z
  .object({
    batchId: z.uuid(),
    accepted: z.int().meta({ description: "Samples in the batch" }),
    duplicate: z.boolean().meta({ description: "Whether this Idempotency-Key was answered before" }),
    ignored: z.array(z.string()).meta({ description: "Names that were accepted and are not stored" }),
  })
  .meta({ id: "IngestAnswer" });

export const ingestOperation = defineOperation({
  method: "POST",
  path: "/api/v1/ingest",
  summary: "Take a batch of samples",
  description: INGEST_DESCRIPTION,
  keyScopes: ["ingest"],
  params: nothing,
  query: ingestQuery,
  headers: ingestHeaders,
  body: { schema: ingestBody, readBy: "handler", otherForms: INGEST_FORMS },
  answer: { status: 202, description: "The batch is on disk; `Location` names it", schema: ingestAnswer },
  refusals: ["malformed", "too_slow", "conflict", "too_large", "too_many", "unavailable"],
  reasons: INGEST_REASONS,
});
