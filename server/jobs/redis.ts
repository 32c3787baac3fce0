import type { Redis, RedisOptions } from "ioredis";
import { env } from "../env";
import { onShutdown } from "../lifecycle";
import { logger } from "../logger";
import { onceAProcess } from "../once-a-process";
import { durabilityProblem } from "./redis-durability";
import { openRedis } from "./sentinel-redis";

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
  const redis = openRedis(env().REDIS_URL, {
    ...OPTIONS[use],
    retryStrategy: (attempt) => Math.min(100 * attempt, 1000),
  });
  redis.on("error", (error) => logger.warn({ error, use }, "Redis connection failed"));
  onShutdown("pools", () => redis.disconnect());
  return redis;
}

type Shared = { redis: Redis; durability: Promise<string | null> };
const holder = globalThis as typeof globalThis & { chargeTrackerRedis?: Shared };

/** The connection that requests of this process share. Whenever it is made anew, the server is asked whether it keeps what it is given. */
function shared(): Shared {
  if (holder.chargeTrackerRedis) return holder.chargeTrackerRedis;
  const created: Shared = { redis: connectRedis("request"), durability: Promise.resolve("Redis is not connected.") };
  created.redis.on("ready", () => {
    created.durability = durabilityProblem(created.redis).catch(
      () => "Redis did not say whether it keeps what it is given.",
    );
  });
  holder.chargeTrackerRedis = created;
  return created;
}

export function requestRedis(): Redis {
  return shared().redis;
}

/** The connection that batches are accepted over: one of its own where it is kept waiting for other disks. */
export function acceptRedis(): Redis {
  return env().DURABLE_REPLICAS === 0 ? requestRedis() : onceAProcess("accepting Redis", () => connectRedis("request"));
}

/** Why nothing may be acknowledged now, or null. */
export async function redisProblem(timeoutMs: number): Promise<string | null> {
  const connections = [...new Set([requestRedis(), acceptRedis()])];
  const areReady = await Promise.all(connections.map((redis) => isRedisReady(redis, timeoutMs)));
  return areReady.every(Boolean) ? shared().durability : "Redis is not connected.";
}

const PATIENCE_AT_START_MS = 5_000;

/** Ends the process in production when its Redis would lose what was acknowledged. One that is away may come back, and is asked then. */
export async function refuseForgetfulRedis(): Promise<void> {
  if (env().NODE_ENV !== "production" || !(await isRedisReady(requestRedis(), PATIENCE_AT_START_MS))) return;
  const problem = await shared().durability;
  if (problem === null) return;
  logger.fatal(problem);
  process.exit(1);
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
