import type { LabScope } from "../lab-scope";
import { findJob, queueOf } from "./job-contract";
import { jobIdsOf, storeBatchJob } from "./contracts/store-batch-job";

export type QueuedBatch = { status: "queued" | "failed"; samples: number; receivedAt: string; error: string | null };

/** A batch that the ledger does not know yet, as the queue has it; null when neither does, or when it is another lab's. */
export async function findQueuedBatch(scope: LabScope, batchId: string): Promise<QueuedBatch | null> {
  for (const jobId of jobIdsOf(batchId)) {
    const job = await findJob(storeBatchJob, jobId);
    const batch = job?.data.batches.find((one) => one.batchId === batchId);
    if (!job || !batch || job.data.labId !== scope.labId) continue;
    const hasFailed = await job.isFailed();
    return {
      status: hasFailed ? "failed" : "queued",
      samples: batch.samples,
      receivedAt: batch.receivedAt,
      error: hasFailed ? job.failedReason : null,
    };
  }
  return null;
}

/** A batch that was set aside: which attempt after attempt, or the values themselves, kept out of the database. */
export type FailedBatch = { batchId: string; labId: number; samples: number; receivedAt: string; error: string };

/** What was set aside, of all labs, the oldest first. */
export async function listFailedBatches(args: { limit: number }): Promise<FailedBatch[]> {
  const jobs = await queueOf(storeBatchJob).getFailed(0, args.limit - 1);
  return jobs.reverse().flatMap(({ data, failedReason }) => {
    const { labId, batches } = storeBatchJob.payload.parse(data);
    return batches.map(({ batchId, samples, receivedAt }) => ({
      batchId,
      labId,
      samples,
      receivedAt,
      error: failedReason,
    }));
  });
}

/** Gives a batch that was set aside back to the workers, with those that share its job. @returns whether there was one */
export async function replayFailedBatch(batchId: string): Promise<boolean> {
  for (const jobId of jobIdsOf(batchId)) {
    const job = await findJob(storeBatchJob, jobId);
    if (!job || !(await job.isFailed())) continue;
    await job.retry("failed", { resetAttemptsMade: true, resetAttemptsStarted: true });
    return true;
  }
  return false;
}
