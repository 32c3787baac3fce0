import { publishChange } from "@/server/jobs/live-channel";
import type { StoreBatchPayload } from "@/server/jobs/store-batch-job";
import type { LabScope } from "@/server/lab-scope";
import { storeBatch } from "@/server/services/store-batch";

/** One batch into the database, then the news of it: no chart may hear of a cycle that it cannot read yet. */
export async function processBatch(scope: LabScope, batch: StoreBatchPayload): Promise<void> {
  const { version, lastReceivedAtMs } = await storeBatch(scope, batch);
  await publishChange(scope, { version, lastReceivedAtMs });
}
