import type { Job } from "bullmq";
import { env } from "@/server/env";
import { type Batch, queueBatches, type StoreBatchPayload } from "@/server/jobs/contracts/store-batch-job";
import { nameOfNextJob, takeTurn } from "@/server/jobs/take-turn";
import { countBatches } from "@/server/jobs/worker-metrics";
import type { LabScope } from "@/server/lab-scope";
import { logger } from "@/server/logger";
import { storeBatches } from "@/server/services/batches/store-batch";
import { BatchCoalescer } from "../batch-coalescer";
import { isWorthRetrying } from "../job-failures";
import type { Attempt } from "../runtime";

const MAX_SAMPLES_TOGETHER = 25_000;
const MAX_SAMPLES_OF_ANY_TEST = 5_000;
const MIN_SAMPLES_OF_OTHERS = 1_000;
/** After a transaction of many small batches, the lab waits twice as long to coalesce the next: a third as many do the same with a third of the work. */
const MANY_BATCHES = 8;
const COALESCING_SHARE_OF_TRANSACTION = 2;
const MAX_COALESCING_MS = 250;
/** Jobs taken from the queue for each transaction under way: those that may wait together for the next. */
const JOBS_PER_TRANSACTION = 16;
/** Workers that died over a job before its batches are tried one by one, so that one that kills workers keeps no other back. */
const DEATHS_BEFORE_SPLITTING = 3;

/** How many jobs a worker process takes from the queue at once. */
export const jobsAtOnce = () => env().WORKER_CONCURRENCY * JOBS_PER_TRANSACTION;

/**
 * Whether the next job is of a lab of which nothing is in hand: it would wait until a transaction of another lab ends.
 * @throws when Redis does not answer
 */
export async function isNextOfAnother(inHand: readonly Job[]): Promise<boolean> {
  const next = await nameOfNextJob();
  return next !== "" && inHand.every(({ name }) => name !== next);
}

let coalescer: BatchCoalescer | undefined;
let jobsInHand = 0;

/**
 * Batches into the database, together with others that wait. One that can never be stored becomes a job of its own, which fails with its
 * reason, and the others of its job count.
 */
export async function processBatches(
  scope: LabScope,
  { batches }: StoreBatchPayload,
  { deaths }: Attempt,
): Promise<void> {
  if (batches.length > 1 && deaths >= DEATHS_BEFORE_SPLITTING) return queueOneByOne(scope, batches);
  jobsInHand += 1;
  try {
    await storeOrSetAside(scope, batches);
  } finally {
    jobsInHand -= 1;
  }
}

async function storeOrSetAside(scope: LabScope, batches: readonly Batch[]): Promise<void> {
  coalescer ??= new BatchCoalescer(storeTogether, {
    transactions: env().WORKER_CONCURRENCY,
    samples: MAX_SAMPLES_TOGETHER,
    samplesOfAnyTest: MAX_SAMPLES_OF_ANY_TEST,
    samplesOfOthers: MIN_SAMPLES_OF_OTHERS,
    coalescingMs: (tookMs, batches) =>
      batches < MANY_BATCHES ? 0 : Math.min(MAX_COALESCING_MS, COALESCING_SHARE_OF_TRANSACTION * tookMs),
    isFull: () => jobsInHand >= jobsAtOnce(),
  });
  const ends = await Promise.allSettled(batches.map((batch) => coalescer?.add(scope, batch)));
  const failures = ends.flatMap((end, index) => {
    const batch = batches[index];
    return end.status === "rejected" && batch ? [{ batch, cause: end.reason as unknown }] : [];
  });
  // What is in already is not stored twice when the job is tried again as a whole.
  const retried = failures.find(({ cause }) => batches.length === 1 || isWorthRetrying(cause));
  if (retried) {
    if (!isWorthRetrying(retried.cause)) countBatches("set_aside");
    throw retried.cause;
  }
  await queueOneByOne(
    scope,
    failures.map(({ batch }) => batch),
  );
}

async function storeTogether(scope: LabScope, batches: readonly Batch[]): Promise<void> {
  await storeBatches(scope, batches);
}

async function queueOneByOne(scope: LabScope, batches: readonly Batch[]): Promise<void> {
  for (const batch of batches) {
    logger.warn({ labId: scope.labId, batchId: batch.batchId }, "batch tried by itself");
    await queueBatches(scope.labId, [batch], { turn: await takeTurn(scope.labId, batch.samples) });
  }
}
