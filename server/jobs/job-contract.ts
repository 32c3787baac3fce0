import { type Job, type JobsOptions, Queue } from "bullmq";
import type { Redis } from "ioredis";
import { z } from "zod";
import { onShutdown } from "../lifecycle";
import { requestRedis } from "./redis";
import { onceAProcess } from "../once-a-process";

/** Every job but those of mails names its lab. */
export const labJobPayload = z.object({ labId: z.int().positive() });
export type LabJob = z.infer<typeof labJobPayload>;

/** What may cross Redis on one queue. Parsed when it is put in, and again when it is taken: a job can be older than the code. */
export type JobContract<P extends object> = {
  queue: string;
  payload: z.ZodType<P>;
  /** A first filter against doubles only; the database decides what counts. Never contains ":". */
  jobId: (payload: P) => string;
  attempts: number;
  backoffMs: number;
  /** Attempts follow each other at doubling distances up to this; 15 s when left out, for as long as an outage lasts. */
  maxBackoffMs?: number;
  /** Days that a job which failed for good is kept; for good when left out, and not at all when 0. */
  keepFailedDays?: number;
};

export function defineJob<P extends object>(contract: JobContract<P>): JobContract<P> {
  return contract;
}

const SECONDS_PER_DAY = 86_400;

const queues = onceAProcess("queues", () => new Map<string, Queue>());

/** @param redis that it is reached over, if not over what requests share */
export function queueOf(contract: Pick<JobContract<never>, "queue">, redis = requestRedis()): Queue {
  const name = redis === requestRedis() ? contract.queue : `${contract.queue}, accepting`;
  const known = queues.get(name);
  if (known) return known;
  const queue = new Queue(contract.queue, { connection: redis, prefix: QUEUE_PREFIX });
  queue.on("error", () => {}); // the connection logs its own failures, and the caller gets the rejection
  queues.set(name, queue);
  onShutdown("queues", () => queue.close());
  return queue;
}

/** @param priority jobs of a lower one are taken first, and those without any before all @param redis that the queue is reached over @param name the queue's when left out */
type Queueing = { priority?: number; redis?: Redis; name?: string };

/** Puts a job into its queue; resolves when Redis has it on disk (appendfsync always). */
export async function enqueue<P extends object>(
  contract: JobContract<P>,
  payload: P,
  { priority, redis = requestRedis(), name = contract.queue }: Queueing = {},
): Promise<void> {
  const options: JobsOptions = {
    ...(priority === undefined ? {} : { priority }),
    jobId: contract.jobId(payload),
    attempts: contract.attempts,
    backoff: { type: "custom", delay: contract.backoffMs }, // see backoffMs
    removeOnComplete: true,
    removeOnFail: keepFailed(contract.keepFailedDays),
  };
  await queueOf(contract, redis).add(name, contract.payload.parse(payload), options);
}

/** Those that a worker could take now. */
export const WAITING = ["waiting", "prioritized"] as const;
/** Those that are not done. */
export const OPEN = [...WAITING, "active", "delayed"] as const;

export const countWaiting = (contract: Pick<JobContract<never>, "queue">): Promise<number> =>
  queueOf(contract).getJobCountByTypes(...WAITING);

function keepFailed(days: number | undefined): JobsOptions["removeOnFail"] & {} {
  if (days === undefined) return false;
  return days === 0 ? true : { age: days * SECONDS_PER_DAY };
}

/** The job of that id, while it waits, runs or lies failed; null otherwise. */
export async function findJob<P extends object>(contract: JobContract<P>, jobId: string): Promise<Job<P> | null> {
  return (await queueOf(contract).getJob(jobId)) ?? null;
}

export const QUEUE_PREFIX = "ct";

const MAX_BACKOFF_MS = 15_000;

/** How long after its attempt of that number, the first being 1, a job that failed is tried again. */
export function backoffMs(contract: Pick<JobContract<never>, "backoffMs" | "maxBackoffMs">, attempt: number): number {
  return Math.min(contract.maxBackoffMs ?? MAX_BACKOFF_MS, contract.backoffMs * 2 ** Math.min(attempt - 1, 20));
}
