import { z } from "zod";
import { inLab } from "../../data/in-lab";
import { findImportReport, getImport, listImportTests } from "../../data/imports/import-reads";
import { IMPORT_STATUSES } from "../../domain/cells/import-report";
import { AppError } from "../../errors";
import { refuseWhenFull } from "../../jobs/admission";
import { spendRequest } from "../../jobs/ingest-rates";
import type { LabScope } from "../../lab-scope";
import { type ImportQuery, importQuery } from "../../services/imports/read-import-options";
import { receiveImport } from "../../services/imports/receive-import";
import { readingThreads } from "../../services/imports/reading/reading-threads";
import { ingestHeaders } from "../ingest/ingest-body";
import { Answer } from "../http/answer";
import { arrivingFile, IMPORT_LIMITS } from "../http/arriving-file";
import { idempotencyKeyOf } from "../http/idempotency-key";
import { countAcceptedImport } from "../monitoring/request-metrics";
import type { ApiRequest } from "../http/read-body";
import { IMPORT_DESCRIPTION, IMPORT_REASONS } from "./import-description";
import { defineOperation } from "./operation";
import { nothing, time } from "./shared-schemas";

const importReceipt = z
  .object({
    importId: z.uuid(),
    format: z.string().meta({ description: "As which it was read" }),
    duplicate: z.boolean().meta({ description: "Whether the same file was taken before; then this is that import" }),
  })
  .meta({ id: "ImportReceipt" });

const importWarning = z.object({
  row: z.int().nullable().meta({ description: "Line of the file, from 1; null where it is about all of it" }),
  message: z.string(),
  isSevere: z.literal(true).optional().meta({ description: "What was stored is probably wrong: look at it" }),
});

const importAnswer = z
  .object({
    id: z.uuid(),
    status: z.enum(IMPORT_STATUSES).meta({
      description:
        "`receiving` while the file arrives, `queued` until all of its samples are stored; `failed` is final; `undoing` and `undone` when " +
        "somebody took it back",
    }),
    format: z.string().nullable(),
    fileName: z.string().nullable(),
    samples: z.int(),
    cycles: z.int().nullable().meta({ description: "Counted while it was read; null before" }),
    parts: z.int().meta({ description: "Pieces that it is stored in" }),
    partsDone: z.int(),
    inserted: z.int(),
    replaced: z.int().meta({ description: "Samples that were stored with other values" }),
    unchanged: z.int().meta({ description: "Samples that were stored already" }),
    tests: z.array(z.object({ cell: z.string(), test: z.string(), samples: z.int() })),
    warnings: z.array(importWarning).meta({ description: "The first 1,000" }),
    error: z.string().nullable(),
    receivedAt: time.nullable(),
    storedAt: time.nullable(),
    undoneAt: time.nullable(),
  })
  .meta({ id: "Import" });

export const createImportOperation = defineOperation({
  method: "POST",
  path: "/api/v1/imports",
  summary: "Take a cycler's own file",
  description: IMPORT_DESCRIPTION,
  keyScopes: ["ingest"],
  params: nothing,
  query: importQuery,
  headers: ingestHeaders,
  body: {
    schema: z.string().meta({ format: "binary", description: "The file, whatever its content type" }),
    readBy: "handler",
    mediaType: "application/octet-stream",
  },
  answer: {
    status: 202,
    description: "The file was read and is on disk; `Location` names it",
    schema: importReceipt,
  },
  refusals: ["malformed", "too_slow", "conflict", "too_large", "too_many", "unavailable"],
  reasons: IMPORT_REASONS,
});

export const getImportOperation = defineOperation({
  method: "GET",
  path: "/api/v1/imports/{id}",
  summary: "What became of an import",
  keyScopes: ["ingest", "read"],
  params: z.object({ id: z.string().meta({ description: "As the import was answered" }) }),
  query: nothing,
  body: null,
  answer: { status: 200, description: "The import", schema: importAnswer },
  refusals: ["not_found"],
});

/** Begins what reads files, so that the first one does not wait for it. */
export function prepareForImports(): void {
  readingThreads().warm();
}

/** Takes a cycler's file: 202 once all of it was read and is on disk. */
export async function createImport(
  scope: LabScope,
  { query }: { query: ImportQuery },
  request: ApiRequest,
): Promise<Answer> {
  spendRequest(scope, Date.now());
  await refuseWhenFull();
  const idempotencyKey = idempotencyKeyOf(request.headers);
  const file = arrivingFile(request, IMPORT_LIMITS);
  const { importId, format, samples, duplicate } = await receiveImport(scope, query, { file, idempotencyKey });
  countAcceptedImport({ samples, duplicate });
  const headers = { Location: `/api/v1/imports/${importId}`, "Cache-Control": "no-store" };
  return Answer.json({ importId, format, duplicate }, { status: 202, headers });
}

/** What became of an import. */
export async function getImportView(scope: LabScope, { params }: { params: { id: string } }) {
  const id = z.uuid().safeParse(params.id.toLowerCase());
  if (!id.success) throw new AppError("not_found", "There is no such import in this lab.");
  const importId = id.data;
  const [found, report, tests] = await inLab(scope, async (tx) => [
    await getImport(scope, tx, { importId }),
    await findImportReport(scope, tx, { importId }),
    await listImportTests(scope, tx, { importIds: [importId] }),
  ]);
  const { status, format, fileName, samples, cycles, parts, partsDone, inserted, replaced, unchanged, error } = found;
  return {
    id: importId,
    ...{ status, format, fileName, samples, cycles, parts, partsDone, inserted, replaced, unchanged, error },
    tests: tests.map(({ cell, test, samples }) => ({ cell, test, samples })),
    warnings: report?.warnings ?? [],
    receivedAt: found.receivedAt?.toISOString() ?? null,
    storedAt: found.storedAt?.toISOString() ?? null,
    undoneAt: found.undoneAt?.toISOString() ?? null,
  };
}
