import { type Job, UnrecoverableError, Worker } from "bullmq";
import { labScopeFromJob } from "@/server/auth/lab-scope";
import { env } from "@/server/env";
import { AppError, ERROR_KINDS, toAppError } from "@/server/errors";
import { backoffMs, type JobContract, type LabJob, QUEUE_PREFIX } from "@/server/jobs/job-contract";
import { connectRedis } from "@/server/jobs/redis";
import type { LabScope } from "@/server/lab-scope";
import { onShutdown } from "@/server/lifecycle";
import { logger } from "@/server/logger";

export type Process<P extends LabJob> = (scope: LabScope, payload: P) => Promise<void>;

/**
 * A killed worker's job is taken up by another after its lock and at most two checks, so within 10 s. A worker that cannot renew a lock in
 * that time, because it computes or Redis is slow, only makes its job run twice, and the ledger lets one of the two count.
 */
const LOCK_MS = 5_000;
const STALLED_CHECK_MS = LOCK_MS / 2;

const UNSTORABLE = "The database cannot hold these values, and never will. Nothing of the batch is stored.";
const UNIQUE_VIOLATION = "23505";

/** PostgreSQL's classes 22 (data exception) and 23 (integrity): the same values fail again. Two at once can meet in a unique index. */
function isUnstorable(cause: unknown): boolean {
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  return /^2[23]...$/.test(code) && code !== UNIQUE_VIOLATION;
}

/**
 * Takes jobs of one contract, parses them, and turns what is thrown into "again" or "never".
 * @param jobsAtOnce how many this process has in hand
 */
export function startWorker<P extends LabJob>(
  contract: JobContract<P>,
  process: Process<P>,
  jobsAtOnce: number = env().WORKER_CONCURRENCY,
): void {
  const run = async (job: Job) => {
    try {
      const payload = contract.payload.parse(job.data);
      await process(labScopeFromJob(payload.labId), payload);
    } catch (cause) {
      const error = isUnstorable(cause) ? new AppError("invalid_input", UNSTORABLE, { cause }) : toAppError(cause);
      logger.error({ error, queue: contract.queue, jobId: job.id, attempt: job.attemptsMade + 1 }, "job failed");
      throw ERROR_KINDS[error.kind].retryable ? error : new UnrecoverableError(error.message);
    }
  };
  const worker = new Worker(contract.queue, run, {
    connection: connectRedis("worker"),
    prefix: QUEUE_PREFIX,
    concurrency: jobsAtOnce,
    lockDuration: LOCK_MS,
    stalledInterval: STALLED_CHECK_MS,
    maxStalledCount: 1000, // a killed worker is no fault of the job; one that kills workers is seen by its count
    settings: { backoffStrategy: (attempts) => backoffMs(contract.backoffMs, attempts) },
  });
  worker.on("error", (error) => logger.warn({ error, queue: contract.queue }, "worker connection failed"));
  worker.on("stalled", (jobId) => logger.warn({ jobId, queue: contract.queue }, "job of a vanished worker taken up"));
  onShutdown("workers", () => worker.close());
}
