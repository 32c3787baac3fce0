import { env } from "@/server/env";
import { publishChange } from "@/server/jobs/live-channel";
import type { StoreBatchPayload } from "@/server/jobs/store-batch-job";
import type { LabScope } from "@/server/lab-scope";
import { storeBatches } from "@/server/services/store-batch";
import { BatchGatherer } from "../batch-gatherer";

const MAX_SAMPLES_TOGETHER = 25_000;
/** Jobs taken from the queue for each transaction under way: those that may wait together for the next. */
const JOBS_PER_TRANSACTION = 16;

/** How many batches a worker process takes from the queue at once. */
export const batchesAtOnce = () => env().WORKER_CONCURRENCY * JOBS_PER_TRANSACTION;

let gatherer: BatchGatherer | undefined;

/** One batch into the database, together with others that wait. */
export function processBatch(scope: LabScope, batch: StoreBatchPayload): Promise<void> {
  gatherer ??= new BatchGatherer(storeAndTell, {
    transactions: env().WORKER_CONCURRENCY,
    samples: MAX_SAMPLES_TOGETHER,
  });
  return gatherer.add(scope, batch);
}

/** Batches into the database, then the news of them: no chart may hear of a cycle that it cannot read yet. */
async function storeAndTell(scope: LabScope, batches: readonly StoreBatchPayload[]): Promise<void> {
  const { version, lastReceivedAtMs } = await storeBatches(scope, batches);
  await publishChange(scope, { version, lastReceivedAtMs });
}
