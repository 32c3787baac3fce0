import { randomBytes } from "node:crypto";
import { z } from "zod";
import type { BatchSeries } from "../domain/batch-series";
import { AppError } from "../errors";
import type { LabScope } from "../lab-scope";
import { enqueue, findJob } from "./job-contract";
import { keyCounterOf } from "./key-samples";
import { redisProblem, requestRedis } from "./redis";
import { type CellValues, packSeries, storeBatchJob } from "./store-batch-job";

export type AcceptedBatch = { batchId: string; samples: number; duplicate: boolean };

type Batch = {
  series: readonly BatchSeries[];
  /** As sent, before doubles within the batch were dropped. */
  samples: number;
  cells: Record<string, CellValues>;
  /** The sender's own name for this request, and the SHA-256 of the bytes as sent that it stands for. */
  idempotency: { key: string; bodyDigest: string } | null;
};

/**
 * Takes a number for a batch and queues it. Resolves when Redis has it on disk, and only then may the sender be told so.
 * @throws AppError `unavailable` when Redis cannot do that now; `invalid_input` for a known Idempotency-Key with another body
 */
export async function acceptBatch(scope: LabScope, batch: Batch): Promise<AcceptedBatch> {
  try {
    const problem = await redisProblem(500);
    if (problem !== null) throw new Error(problem);
    const number = await drawNumber(scope, batch);
    if (number.bodyDigest !== undefined && number.bodyDigest !== batch.idempotency?.bodyDigest) {
      throw new AppError("invalid_input", "This Idempotency-Key was used with another body. The first batch stays.");
    }
    // A known number is queued again under the same id and seq: the first attempt may have ended between taking its
    // number and queueing, and if it did not, the ledger lets only one of the two count.
    await enqueue(storeBatchJob, {
      labId: scope.labId,
      batchId: number.batchId,
      seq: number.seq,
      receivedAt: number.receivedAt,
      samples: batch.samples,
      cells: batch.cells,
      ...packSeries(batch.series),
    });
    return { batchId: number.batchId, samples: batch.samples, duplicate: number.duplicate };
  } catch (cause) {
    if (cause instanceof AppError || cause instanceof z.ZodError) throw cause;
    throw new AppError("unavailable", "The batch cannot be made durable now. Send the same bytes again.", {
      retryAfterS: 2,
      cause,
    });
  }
}

const IDEMPOTENCY_TTL_S = 7 * 86_400;

/**
 * Draws the next number, strictly rising, in step with Redis' clock in µs: should Redis ever come back empty, new numbers still lie above
 * the old ones. With an Idempotency-Key the first number drawn for it is remembered and given again. In passing the samples are counted for
 * the key that brings them: another call would wait for the disk once more.
 */
const DRAW_NUMBER = `
  local known = ARGV[1] ~= '' and redis.call('GET', KEYS[2]) or false
  if known then return { known, 1 } end
  local now = redis.call('TIME')
  local seq = math.max(tonumber(redis.call('GET', KEYS[1]) or 0) + 1, now[1] * 1000000 + now[2])
  redis.call('SET', KEYS[1], string.format('%.0f', seq))
  local drawn = cjson.encode({ batchId = ARGV[2], seq = string.format('%.0f', seq), receivedAt = ARGV[3], bodyDigest = ARGV[4] })
  if ARGV[1] ~= '' then redis.call('SET', KEYS[2], drawn, 'EX', ARGV[5]) end
  if ARGV[6] ~= '' then
    redis.call('HINCRBY', KEYS[3], ARGV[6], ARGV[7])
    redis.call('EXPIRE', KEYS[3], ARGV[8])
  end
  return { drawn, 0 }`;

const drawnNumber = z.object({
  batchId: z.uuidv7(),
  seq: z.coerce.number().pipe(z.int().positive()),
  receivedAt: z.iso.datetime(),
  bodyDigest: z.string(),
});

async function drawNumber(scope: LabScope, { idempotency, samples }: Pick<Batch, "idempotency" | "samples">) {
  const receivedAt = new Date();
  const counter = keyCounterOf(scope.actor);
  const answer = await requestRedis().eval(
    DRAW_NUMBER,
    3,
    "ct:seq",
    `ct:idempotency:${scope.labId}:${idempotency?.key ?? ""}`,
    counter.hash,
    idempotency?.key ?? "",
    uuidV7(receivedAt.getTime()),
    receivedAt.toISOString(),
    idempotency?.bodyDigest ?? "",
    IDEMPOTENCY_TTL_S,
    counter.field,
    samples,
    counter.keptS,
  );
  const [drawn, isKnown] = z.tuple([z.string(), z.int()]).parse(answer);
  const { bodyDigest, ...number } = drawnNumber.parse(JSON.parse(drawn));
  return { ...number, duplicate: isKnown === 1, ...(isKnown === 1 ? { bodyDigest } : {}) };
}

/**
 * The next number of the counter that batches are numbered by: what was accepted before this call has a lower one.
 * @throws AppError `unavailable` when Redis does not answer
 */
export async function drawSeq(scope: LabScope): Promise<number> {
  try {
    const problem = await redisProblem(500);
    if (problem !== null) throw new Error(problem);
    return (await drawNumber(scope, { idempotency: null, samples: 0 })).seq;
  } catch (cause) {
    throw new AppError("unavailable", "Redis does not answer. Try again in a moment.", { retryAfterS: 2, cause });
  }
}

/** A UUID of version 7 (RFC 9562): time-ordered, so the ledger's index grows at its end. */
function uuidV7(nowMs: number): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(nowMs, 0, 6);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

export type QueuedBatch = { status: "queued" | "failed"; samples: number; receivedAt: string; error: string | null };

/** A batch that the ledger does not know yet, as the queue has it; null when neither does, or when it is another lab's. */
export async function findQueuedBatch(scope: LabScope, batchId: string): Promise<QueuedBatch | null> {
  const job = await findJob(storeBatchJob, batchId);
  if (!job || job.data.labId !== scope.labId) return null;
  const hasFailed = await job.isFailed();
  return {
    status: hasFailed ? "failed" : "queued",
    samples: job.data.samples,
    receivedAt: job.data.receivedAt,
    error: hasFailed ? job.failedReason : null,
  };
}
