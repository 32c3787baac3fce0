import { env } from "../env";
import { AppError } from "../errors";
import type { LabScope } from "../lab-scope";
import { OPEN, queueOf } from "./job-contract";
import { requestRedis } from "./redis";
import { storeBatchJob } from "./contracts/store-batch-job";
import { JOBS_A_TURN } from "./take-turn";
import { lookAtWaiting, type WaitingBatches } from "./waiting-batches";

/** Beyond this share of its memory Redis takes no more batches: the rest is for the queue to go on with, and for its own rewriting. */
const MAX_MEMORY_SHARE = 0.6;
/** Of the jobs that may wait those of one lab, so that it cannot keep the others out; one of many samples counts as several. */
const MAX_SHARE_OF_A_LAB = 0.5;
/** A reading is believed for so long; what this process adds meanwhile is counted. */
const READING_MS = 250;
/** What a byte of a batch takes in Redis, roughly: the text of it, and the log's buffer. */
const BYTES_PER_BYTE = 2;
const MS_PER_S = 1000;

/** How full the queue and its Redis are. */
export type Fullness = {
  usedBytes: number;
  /** What Redis may use; null where nothing says. */
  maxBytes: number | null;
  /** Jobs that are not done. */
  jobs: number;
} & WaitingBatches;

/**
 * Why nothing more is taken of a lab now, or null. One that has no turn of its own waiting is not refused for how long others wait.
 * @param turns that the lab has waiting
 */
export function refusalOf(
  { usedBytes, maxBytes, jobs, ageS }: Omit<Fullness, "turnsOf">,
  { turns, bounds }: { turns: number; bounds: { jobs: number; ageS: number } },
): AppError | null {
  if (maxBytes !== null && usedBytes > MAX_MEMORY_SHARE * maxBytes) {
    return new AppError("unavailable", "The queue's memory is nearly full. Send the same bytes again.", {
      retryAfterS: 5,
    });
  }
  const isPatient = turns < 1 || (ageS <= bounds.ageS && turns * JOBS_A_TURN <= MAX_SHARE_OF_A_LAB * bounds.jobs);
  if (jobs <= bounds.jobs && isPatient) return null;
  return new AppError("too_many", "Too many batches wait to be stored. Send the same bytes again later.", {
    retryAfterS: 15,
  });
}

type Reading = { fullness: Fullness; readAtMs: number };
let reading: Reading | null = null;
let asking: Promise<Reading> | null = null;
let addedBytes = 0;

/**
 * Refuses what could not be kept, or would wait too long; asked before a body is read.
 * @throws AppError `unavailable` near the end of Redis' memory, `too_many` behind too long a queue
 */
export async function refuseWhenFull({ labId }: LabScope): Promise<void> {
  const { INGEST_MAX_QUEUED_JOBS: jobs, INGEST_MAX_QUEUE_AGE_S: ageS } = env();
  const current = await currentReading().catch(() => null);
  if (current === null) return; // Redis does not answer: whoever queues the batch says so
  const usedBytes = current.fullness.usedBytes + BYTES_PER_BYTE * addedBytes;
  const refusal = refusalOf(
    { ...current.fullness, usedBytes },
    { turns: current.fullness.turnsOf.get(labId) ?? 0, bounds: { jobs, ageS } },
  );
  if (refusal) throw refusal;
}

/** Counts what was queued since the last reading. */
export function noteQueued(bytes: number): void {
  addedBytes += bytes;
}

async function currentReading(): Promise<Reading> {
  if (reading && Math.abs(Date.now() - reading.readAtMs) < READING_MS) return reading; // also where the clock was put back
  asking ??= read().finally(() => {
    asking = null;
  });
  // The first one is waited for; later ones come while the last still holds. Whether Redis is away is asked elsewhere.
  asking.catch(() => {});
  return reading ?? asking;
}

/** By so much this process' clock may lie behind Redis' before its senders' times are refused as lying ahead. */
const MAX_BEHIND_MS = 3_600_000;
let behindMs = 0;

/** Now by this process' clock, or by Redis' where that is later: whose clock lies behind would refuse good samples, and senders do not repeat those. */
export function laterNowMs(): number {
  return Date.now() + Math.min(Math.max(0, behindMs), MAX_BEHIND_MS);
}

/** How far Redis' clock lies ahead of this process', at least. */
async function readBehindMs(): Promise<number> {
  const [seconds, microseconds] = await requestRedis().time();
  return Number(seconds) * MS_PER_S + Number(microseconds) / 1000 - Date.now();
}

async function read(): Promise<Reading> {
  const addedBefore = addedBytes;
  const [fullness, behind] = await Promise.all([readFullness(), readBehindMs()]);
  behindMs = behind;
  addedBytes -= addedBefore;
  reading = { fullness, readAtMs: Date.now() };
  return reading;
}

/** @throws when Redis does not answer */
export async function readFullness(): Promise<Fullness> {
  const [memory, jobs, waiting] = await Promise.all([
    requestRedis().info("memory"),
    queueOf(storeBatchJob).getJobCountByTypes(...OPEN),
    lookAtWaiting(),
  ]);
  const numberOf = (name: string) => Number(new RegExp(`^${name}:(\\d+)`, "m").exec(memory)?.[1] ?? 0);
  const maxBytes = numberOf("maxmemory") || numberOf("total_system_memory");
  return {
    usedBytes: numberOf("used_memory"),
    maxBytes: maxBytes === 0 ? null : maxBytes,
    jobs,
    ...waiting,
  };
}
