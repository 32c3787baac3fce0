import { z } from "zod";
import { isRedisReady, requestRedis } from "./redis";

const MS_PER_HOUR = 3_600_000;
const HOURS = 24;
const PATIENCE_MS = 1_000;

const KEY_ACTOR = /^key:(\d+)$/;

/** Where the samples that each key brought in the hour of a moment are counted: a hash by the key's id. */
const hashOfHour = (hour: number) => `ct:key-samples:${hour}`;

/** What counts a batch for its key: the hash, the field in it, empty for others than keys, and how long it is kept. */
export function keyCounterOf(actor: string): { hash: string; field: string; keptS: number } {
  const hour = Math.floor(Date.now() / MS_PER_HOUR);
  return { hash: hashOfHour(hour), field: KEY_ACTOR.exec(actor)?.[1] ?? "", keptS: ((HOURS + 2) * MS_PER_HOUR) / 1000 };
}

/** Samples that keys brought in the hour under way and the 23 before it, in the order of `apiKeyIds`; null while Redis is away. */
export async function samplesOfLastDay(apiKeyIds: readonly number[]): Promise<number[] | null> {
  if (apiKeyIds.length === 0) return [];
  const redis = requestRedis();
  if (!(await isRedisReady(redis, PATIENCE_MS))) return null;
  const hour = Math.floor(Date.now() / MS_PER_HOUR);
  const hours = Array.from({ length: HOURS }, (_, back) =>
    redis.hmget(hashOfHour(hour - back), ...apiKeyIds.map(String)),
  );
  const counts = await Promise.all(hours).catch(() => null);
  return counts && apiKeyIds.map((_, index) => counts.reduce((sum, ofHour) => sum + toCount(ofHour[index]), 0));
}

const toCount = (text: string | null | undefined) => z.coerce.number().parse(text ?? 0);
