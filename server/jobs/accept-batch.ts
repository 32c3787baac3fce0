import { setTimeout as pause } from "node:timers/promises";
import { ReplyError } from "ioredis";
import { z } from "zod";
import type { BatchSeries } from "../domain/samples/batch-series";
import { env } from "../env";
import { AppError } from "../errors";
import type { LabScope } from "../lab-scope";
import { type DrawnNumber, drawNumbers, type NumberRequest } from "./draw-numbers";
import { type DurableLine, openDurableLine } from "./durable-line";
import { noteQueued } from "./admission";
import { redisProblem } from "./redis";
import { type Batch, type CellValues, packSeries, queueBatches } from "./contracts/store-batch-job";

export type AcceptedBatch = {
  batchId: string;
  seq: number;
  receivedAt: string;
  samples: number;
  duplicate: boolean;
  /** False: Redis was told and did not answer. It may have the batch, and may not. */
  isDurable: boolean;
};

export type GivenBatch = {
  series: readonly BatchSeries[];
  /** As sent, before doubles within the batch were dropped. */
  samples: number;
  cells: Record<string, CellValues>;
  /** The sender's own name for this request, and the SHA-256 of the bytes as sent that it stands for. */
  idempotency: { key: string; bodyDigest: string } | null;
  /** A batch under the same name that will never count. */
  insteadOf?: string;
};

type Waiting = Omit<NumberRequest, "labId"> & {
  content: Pick<Batch, "samples" | "cells" | "series" | "packed">;
  resolve: (accepted: AcceptedBatch) => void;
  reject: (cause: unknown) => void;
};

/** A job holds no more than this: it is parsed as a whole, and one transaction stores hardly more. */
const MAX_SAMPLES_TOGETHER = 25_000;
const MAX_BATCHES_TOGETHER = 256;
/** Batches that came together are followed by others: those of so long share a job, unless they are many already. */
const REST_MS = 5;
const MANY_BATCHES = 64;

/** By lab: what waits while a job of that lab is being made durable. An idle lab waits for nothing. */
const coalescing = new Map<number, Waiting[]>();

/**
 * Takes a number for a batch and queues it, together with others of its lab that arrive meanwhile: to be on disk costs one sample hardly less
 * than a thousand. Resolves when Redis has it on disk, and as many replicas as are to, and only then may the sender be told so; or, `isDurable` false, when the outcome is unknown.
 * @throws AppError `unavailable` when Redis cannot do that now; `invalid_input` for a known Idempotency-Key with another body
 */
export async function acceptBatch(scope: LabScope, batch: GivenBatch): Promise<AcceptedBatch> {
  const problem = await redisProblem(500);
  if (problem !== null) throw notDurable(new Error(problem));
  const { series, samples, cells, idempotency, insteadOf = null } = batch;
  const content = { samples, cells, ...packSeries(series) };
  const receivedAt = new Date().toISOString();
  return new Promise((resolve, reject) => {
    const entry = { actor: scope.actor, samples, receivedAt, idempotency, insteadOf, content, resolve, reject };
    const others = coalescing.get(scope.labId);
    if (others) others.push(entry);
    else void makeDurable(scope.labId, [entry]);
  });
}

async function makeDurable(labId: number, first: Waiting[]): Promise<void> {
  const waiting = first;
  coalescing.set(labId, waiting);
  while (waiting.length > 0) {
    const together = waiting.splice(0, countForNextJob(waiting));
    await makeSomeDurable(labId, together);
    // One sender at a time waits for nothing; many at once are served with fewer jobs.
    if (together.length > 1 && waiting.length < MANY_BATCHES) await pause(REST_MS);
  }
  coalescing.delete(labId);
}

function countForNextJob(waiting: readonly Waiting[]): number {
  let samples = 0;
  const count = waiting.findIndex((entry, index) => {
    samples += entry.samples;
    return index > 0 && (samples > MAX_SAMPLES_TOGETHER || index === MAX_BATCHES_TOGETHER);
  });
  return count === -1 ? waiting.length : count;
}

/** Settles every one of these; rejects never. */
async function makeSomeDurable(labId: number, entries: readonly Waiting[]): Promise<void> {
  try {
    // Numbers, too: a name that Redis' successor does not know would be given another number when its batch comes again.
    const line = openDurableLine();
    const numbers = await drawNumbers(labId, entries, line.redis);
    const numbered = entries.flatMap((entry, index) => {
      const number = numbers[index] ?? null; // one each
      if (number === null) entry.reject(tooManyNames());
      return number === null ? [] : [{ entry, number }];
    });
    const fresh = numbered.filter(({ number }) => !number.isKnown);
    const known = numbered.filter(({ number }) => number.isKnown);
    await Promise.all([
      settle(labId, fresh, line),
      // Queued again by itself under the same id and seq: the first attempt may have ended between taking its number and queueing, and
      // if it did not, the ledger lets only one of the two count.
      ...known.map(async (one) => {
        if (one.number.bodyDigest === one.entry.idempotency?.bodyDigest) return settle(labId, [one], line);
        one.entry.reject(
          new AppError("invalid_input", "This Idempotency-Key was used with another body. The first batch stays."),
        );
      }),
    ]);
  } catch (cause) {
    for (const { reject } of entries) reject(toRefusal(cause));
  }
}

type Numbered = { entry: Waiting; number: DrawnNumber };

async function settle(labId: number, numbered: readonly Numbered[], line: DurableLine): Promise<void> {
  if (numbered.length === 0) return;
  const answer = (isDurable: boolean) => {
    for (const { entry, number } of numbered) {
      const { batchId, seq, receivedAt, isKnown: duplicate } = number;
      entry.resolve({ batchId, seq, receivedAt, samples: entry.samples, duplicate, isDurable });
    }
  };
  try {
    const batches = numbered.map(({ entry, number: { batchId, seq, receivedAt } }) => {
      return { batchId, seq, receivedAt, ...entry.content };
    });
    await queueBatches(labId, batches, line.redis);
    await line.untilDurable();
    noteQueued(batches.reduce((sum, { packed }) => sum + packed.length, 0));
    answer(true);
  } catch (cause) {
    if (isRefusedByRedis(cause)) for (const { entry } of numbered) entry.reject(toRefusal(cause));
    else answer(false);
  }
}

/** It said no, or was never told. */
const isRefusedByRedis = (cause: unknown) =>
  cause instanceof z.ZodError ||
  cause instanceof ReplyError ||
  (cause instanceof Error && NEVER_SENT.test(cause.message));
const NEVER_SENT = /^Stream isn't writeable/;

const tooManyNames = () =>
  new AppError(
    "too_many",
    `This lab has ${env().LAB_MAX_IDEMPOTENCY_KEYS} Idempotency-Keys remembered, each for 7 days. Send more samples a request, or without a key.`,
    { retryAfterS: NAMES_RETRY_S },
  );
/** Some of them are forgotten every few hours. */
const NAMES_RETRY_S = 3_600;

const toRefusal = (cause: unknown) =>
  cause instanceof AppError || cause instanceof z.ZodError ? cause : notDurable(cause);

const notDurable = (cause: unknown) =>
  new AppError("unavailable", "The batch cannot be made durable now. Send the same bytes again.", {
    retryAfterS: 2,
    cause,
  });

/**
 * The next number of the counter that batches are numbered by: what was accepted before this call has a lower one.
 * @param samples that whoever acts brings under it
 * @throws AppError `unavailable` when Redis does not answer
 */
export async function drawSeq(scope: LabScope, samples = 0): Promise<number> {
  try {
    const problem = await redisProblem(500);
    if (problem !== null) throw new Error(problem);
    const receivedAt = new Date().toISOString();
    const [number] = await drawNumbers(scope.labId, [
      { actor: scope.actor, samples, receivedAt, idempotency: null, insteadOf: null },
    ]);
    if (!number) throw new Error("no number was drawn");
    return number.seq;
  } catch (cause) {
    throw new AppError("unavailable", "Redis does not answer. Try again in a moment.", { retryAfterS: 2, cause });
  }
}
