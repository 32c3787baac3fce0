import { type Job, UnrecoverableError, Worker } from "bullmq";
import { labScopeFromJob } from "@/server/auth/lab-scope";
import { env } from "@/server/env";
import { type AppError, ERROR_KINDS } from "@/server/errors";
import { backoffMs, countWaiting, type JobContract, type LabJob, QUEUE_PREFIX } from "@/server/jobs/job-contract";
import { connectRedis } from "@/server/jobs/redis";
import type { LabScope } from "@/server/lab-scope";
import { onShutdown } from "@/server/lifecycle";
import { logger } from "@/server/logger";
import { toJobError } from "./job-failures";
import { takeMore } from "./take-more";

/** `deaths`: how often a worker vanished with this job in hand. */
export type Attempt = { deaths: number };
export type Process<P extends LabJob> = (scope: LabScope, payload: P, attempt: Attempt) => Promise<void>;
/** Whether a worker whose hands are full takes the next job all the same. */
export type MayTakeMore = (inHand: readonly Job[]) => Promise<boolean>;
/** What is done with jobs that belong to no lab. */
type ProcessAny<P> = (payload: P, attempt: Attempt) => Promise<void>;
/** What is done with a job that no attempt can complete, besides setting it aside. */
export type GiveUp<P extends LabJob> = (scope: LabScope, payload: P, error: AppError) => Promise<void>;

/**
 * A killed worker's job is taken up by another after its lock and at most two checks, so within 10 s. A worker that cannot renew a lock in
 * that time, because it computes or Redis is slow, only makes its job run twice, and the ledger lets one of the two count.
 */
const LOCK_MS = 5_000;
const STALLED_CHECK_MS = LOCK_MS / 2;
/** A job that so many workers died of is set aside. */
const MAX_DEATHS = 20;
/** An error of ours that comes back so often, for about five minutes, comes back always: the job is set aside with it. */
const MAX_INTERNAL_FAILURES = 25;

/**
 * Takes jobs of one contract, parses them, and turns what is thrown into "again" or "never". What is set aside stays in the queue as failed,
 * with its reason, until an operator replays it.
 * @param jobsAtOnce how many this process has in hand
 */
export function startWorker<P extends LabJob>(
  contract: JobContract<P>,
  process: Process<P>,
  jobsAtOnce: number = env().WORKER_CONCURRENCY,
  giveUp: GiveUp<P> = async () => {},
  mayTakeMore?: MayTakeMore,
): void {
  startWorkerOfAny(
    contract,
    (payload, attempt) => process(labScopeFromJob(payload.labId), payload, attempt),
    jobsAtOnce,
    (payload, error) => giveUp(labScopeFromJob(payload.labId), payload, error),
    mayTakeMore,
  );
}

/** The same for jobs that belong to no lab. */
export function startWorkerOfAny<P extends object>(
  contract: JobContract<P>,
  process: ProcessAny<P>,
  jobsAtOnce: number,
  giveUp: (payload: P, error: AppError) => Promise<void> = async () => {},
  mayTakeMore?: MayTakeMore,
): void {
  const inHand = new Set<Job>();
  const run = async (job: Job) => {
    inHand.add(job);
    try {
      const payload = contract.payload.parse(job.data);
      await process(payload, { deaths: job.stalledCounter });
    } catch (cause) {
      const error = toJobError(cause);
      const attempt = job.attemptsMade + 1;
      logger.error({ error, queue: contract.queue, jobId: job.id, attempt }, "job failed");
      const isHopeless = error.kind === "internal" && attempt >= MAX_INTERNAL_FAILURES;
      if (ERROR_KINDS[error.kind].retryable && !isHopeless) throw error;
      const payload = contract.payload.safeParse(job.data);
      if (payload.success) await giveUp(payload.data, error);
      throw new UnrecoverableError(error.message);
    } finally {
      inHand.delete(job);
    }
  };
  const options = () => ({
    connection: connectRedis("worker"),
    prefix: QUEUE_PREFIX,
    lockDuration: LOCK_MS,
    settings: { backoffStrategy: (attempts: number) => backoffMs(contract, attempts) },
  });
  const start = () => {
    const started = new Worker(contract.queue, run, {
      ...options(),
      concurrency: jobsAtOnce,
      stalledInterval: STALLED_CHECK_MS,
      maxStalledCount: MAX_DEATHS,
    });
    started.on("error", (error) => logger.warn({ error, queue: contract.queue }, "worker connection failed"));
    started.on("stalled", (jobId) =>
      logger.warn({ jobId, queue: contract.queue }, "job of a vanished worker taken up"),
    );
    return started;
  };
  let worker = start();
  const stopWatching = watch({
    isIdle: () => inHand.size === 0,
    countWaiting: () => countWaiting(contract),
    revive: () => {
      logger.error({ queue: contract.queue }, "the worker takes no jobs though some wait; a new one takes its place");
      worker.close(true).catch((error) => logger.warn({ error }, "a deaf worker was not closed"));
      worker = start();
    },
  });
  const stopTaking = mayTakeMore
    ? takeMore(new Worker(contract.queue, null, options()), {
        run,
        lockMs: LOCK_MS,
        mayTake: async () => inHand.size >= jobsAtOnce && mayTakeMore([...inHand]),
      })
    : async () => {};
  onShutdown("workers", async () => {
    stopWatching();
    await Promise.all([worker.close(), stopTaking()]);
  });
}

const WATCH_EVERY_MS = 5_000;
/** Looks in a row at which jobs wait and none is in hand: a worker that listens has taken one long before. */
const LOOKS_BEFORE_REVIVAL = 3;

type Watched = { isIdle: () => boolean; countWaiting: () => Promise<number>; revive: () => void };

/** A worker can miss that its Redis came back, and wait for ever on a connection that says nothing any more. */
export function watch({ isIdle, countWaiting, revive }: Watched, everyMs = WATCH_EVERY_MS): () => void {
  let looks = 0;
  const look = async () => {
    const waiting = isIdle() ? await countWaiting().catch(() => 0) : 0; // while Redis is away nobody is deaf
    looks = waiting > 0 && isIdle() ? looks + 1 : 0;
    if (looks < LOOKS_BEFORE_REVIVAL) return;
    looks = 0;
    revive();
  };
  const timer = setInterval(() => void look(), everyMs);
  timer.unref();
  return () => clearInterval(timer);
}
