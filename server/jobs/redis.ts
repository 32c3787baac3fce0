import { Redis, type RedisOptions } from "ioredis";
import { env } from "../env";
import { onShutdown } from "../lifecycle";
import { logger } from "../logger";

/** What a connection is for decides how it fails: a request must fail at once, a worker waits for Redis to come back. */
type ConnectionUse = "request" | "worker" | "subscribe";

const OPTIONS: Record<ConnectionUse, RedisOptions> = {
  // No offline queue: a batch that cannot be made durable now is answered 503, and the sender keeps it.
  request: { enableOfflineQueue: false, maxRetriesPerRequest: 0, commandTimeout: 10_000 },
  worker: { maxRetriesPerRequest: null },
  subscribe: { maxRetriesPerRequest: null, autoResubscribe: true },
};

/** A connection of its own, closed at shutdown. */
export function connectRedis(use: ConnectionUse): Redis {
  const redis = new Redis(env().REDIS_URL, {
    ...OPTIONS[use],
    retryStrategy: (attempt) => Math.min(100 * attempt, 1000),
  });
  redis.on("error", (error) => logger.warn({ error, use }, "Redis connection failed"));
  onShutdown("pools", () => redis.disconnect());
  return redis;
}

const holder = globalThis as typeof globalThis & { chargeTrackerRedis?: Redis };

/** The connection that requests of this process share. */
export function requestRedis(): Redis {
  holder.chargeTrackerRedis ??= connectRedis("request");
  return holder.chargeTrackerRedis;
}

/** Waits for the connection to be ready, at most `timeoutMs`; false when it is not by then. */
export async function isRedisReady(redis: Redis, timeoutMs: number): Promise<boolean> {
  if (redis.status === "ready") return true;
  return new Promise((resolve) => {
    const timer = setTimeout(() => settle(false), timeoutMs);
    const settle = (isReady: boolean) => {
      clearTimeout(timer);
      redis.off("ready", onReady);
      resolve(isReady);
    };
    const onReady = () => settle(true);
    redis.once("ready", onReady);
  });
}
