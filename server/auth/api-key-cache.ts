import type { Redis } from "ioredis";
import { z } from "zod";
import { findApiKey, type StoredApiKey } from "../data/team/api-key-reads";
import { AppError } from "../errors";
import { connectRedis, isRedisReady, requestRedis } from "../jobs/redis";
import { logger } from "../logger";
import { Recent } from "../recent";

/** A process that does not hear of a revocation believes the key for no longer than this. */
const FRESH_MS = 4_000;
/** How long a key is believed while the database is away. */
const STALE_MS = 10 * 60_000;
/** How long a request waits for a database that hangs when it has an older answer. */
const PATIENCE_MS = 1_000;
const RETRY_MS = 1_000;
const MAX_ENTRIES = 20_000;
const REVOKED_CHANNEL = "ct:keys:revoked";

/** What the database said of a hash, and until when it need not be asked again. */
type Entry = { key: StoredApiKey; readAtMs: number; askAgainAtMs: number };

type Cache = { entries: Recent<Entry>; asking: Map<string, Promise<Entry | null>>; subscriber: Redis | null };

const holder = globalThis as typeof globalThis & { chargeTrackerKeys?: Cache };

function cache(): Cache {
  holder.chargeTrackerKeys ??= { entries: new Recent({ max: MAX_ENTRIES }), asking: new Map(), subscriber: null };
  holder.chargeTrackerKeys.subscriber ??= listenForRevocations(holder.chargeTrackerKeys);
  return holder.chargeTrackerKeys;
}

/**
 * The key of that hash, or null. Asked of the database at most every few seconds a process; while the database is away, what it last
 * said holds for minutes.
 * @throws AppError `unavailable` when the database is away and the key is not known yet
 */
export async function cachedApiKey(keyHash: Uint8Array<ArrayBuffer>): Promise<StoredApiKey | null> {
  const { entries, asking } = cache();
  const id = Buffer.from(keyHash).toString("hex");
  const known = entries.get(id);
  if (known && Date.now() < known.askAgainAtMs) return known.key;
  const pending = asking.get(id) ?? ask(id, keyHash);
  if (!known || Date.now() - known.readAtMs > STALE_MS) return (await pending)?.key ?? null;
  const answer = await Promise.race([pending.catch(toWarning), patience()]);
  if (answer !== NO_ANSWER) return answer?.key ?? null;
  known.askAgainAtMs = Date.now() + RETRY_MS;
  return known.key;
}

function ask(id: string, keyHash: Uint8Array<ArrayBuffer>): Promise<Entry | null> {
  const { entries, asking } = cache();
  const pending = findApiKey(keyHash).then((key) => {
    const isCurrent = asking.get(id) === pending; // else it was revoked while it was read
    if (isCurrent) entries.delete(id);
    if (!key) return null; // not kept: guessed keys would push out the real ones
    const readAtMs = Date.now();
    const entry = { key, readAtMs, askAgainAtMs: readAtMs + FRESH_MS };
    if (!isCurrent) return entry;
    entries.set(id, entry);
    return entry;
  });
  asking.set(id, pending);
  const forget = () => {
    if (asking.get(id) === pending) asking.delete(id);
  };
  pending.then(forget, forget);
  return pending;
}

const NO_ANSWER = Symbol("the database does not answer");

function toWarning(error: unknown): typeof NO_ANSWER {
  if (!(error instanceof AppError)) throw error;
  logger.warn({ error }, "API key not checked again; the last answer holds");
  return NO_ANSWER;
}

const patience = () =>
  new Promise<typeof NO_ANSWER>((resolve) => setTimeout(() => resolve(NO_ANSWER), PATIENCE_MS).unref());

/** Every process forgets a revoked key as soon as it hears of it; one that does not hear asks again within seconds. */
function listenForRevocations(into: Cache): Redis {
  const redis = connectRedis("subscribe");
  redis.on("message", (_channel: string, message: string) => {
    const id = z.hex().safeParse(message);
    if (!id.success) return;
    into.entries.delete(id.data);
    into.asking.delete(id.data);
  });
  redis.subscribe(REVOKED_CHANNEL).catch((error) => logger.warn({ error }, "revocations are not heard"));
  return redis;
}

/** Tells every process that these keys no longer hold. Call it after the commit. */
export async function broadcastRevocation(keyHashes: readonly Uint8Array[]): Promise<void> {
  const redis = requestRedis();
  await isRedisReady(redis, PATIENCE_MS);
  for (const keyHash of keyHashes) {
    const id = Buffer.from(keyHash).toString("hex");
    holder.chargeTrackerKeys?.entries.delete(id);
    await redis
      .publish(REVOKED_CHANNEL, id)
      .catch((error) => logger.warn({ error }, "revocation not broadcast; it holds within seconds all the same"));
  }
}
