import { z } from "zod";
import { inLab } from "../../data/in-lab";
import { findImportReport, getImport, listImportTests } from "../../data/imports/import-reads";
import { AppError } from "../../errors";
import { refuseWhenFull } from "../../jobs/admission";
import { spendRequest } from "../../jobs/ingest-rates";
import type { LabScope } from "../../lab-scope";
import type { ImportQuery } from "../../services/imports/read-import-options";
import { receiveImport } from "../../services/imports/receive-import";
import { Answer } from "../http/answer";
import { arrivingFile, IMPORT_LIMITS } from "../http/arriving-file";
import { idempotencyKeyOf } from "../http/idempotency-key";
import { countAcceptedImport } from "../monitoring/prometheus";
import type { ApiRequest } from "../http/read-body";

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
