import { createHash } from "node:crypto";
import { laterNowMs, refuseWhenFull } from "../../jobs/admission";
import { spendRequest, spendSamples } from "../../jobs/ingest-rates";
import type { LabScope } from "../../lab-scope";
import { acceptOnce } from "../../services/batches/accept-once";
import { Answer } from "../http/answer";
import { formOf } from "./forms";
import { type Held, holdBytes } from "../http/open-bodies";
import { idempotencyKeyOf } from "../http/idempotency-key";
import type { IngestQuery } from "./ingest-body";
import { parseBody } from "./parse-body";
import { countAcceptedBatch } from "../monitoring/request-metrics";
import { type ApiRequest, INGEST_BODY_LIMITS, readBody } from "../http/read-body";

/** Takes a batch: 202 once Redis has it on disk. */
export async function ingest(scope: LabScope, { query }: { query: IngestQuery }, request: ApiRequest): Promise<Answer> {
  spendRequest(scope, Date.now());
  await refuseWhenFull();
  const held = holdBytes([
    { kind: "key", id: scope.actor },
    { kind: "lab", id: scope.labId },
  ]);
  try {
    return await take(scope, query, { request, held });
  } finally {
    held.release();
  }
}

type Arriving = { request: ApiRequest; held: Held };

async function take(scope: LabScope, query: IngestQuery, { request, held }: Arriving): Promise<Answer> {
  const key = idempotencyKeyOf(request.headers);
  const form = formOf(request.headers);
  const body = await readBody(request, INGEST_BODY_LIMITS, held);
  const context = { nowMs: laterNowMs(), startedAtUs: query.startedAt ?? null };
  const { ignored, ...batch } = await parseBody(body, form, context);
  const idempotency = key === null ? null : { key, bodyDigest: createHash("sha256").update(body.sent).digest("hex") };
  spendSamples(scope, batch.samples, Date.now());
  const { batchId, samples, duplicate } = await acceptOnce(scope, { ...batch, idempotency });
  countAcceptedBatch({ samples, duplicate });
  const answer = { batchId, accepted: samples, duplicate, ignored };
  return Answer.json(answer, { status: 202, headers: { Location: `/api/v1/batches/${batchId}` } });
}
