import { randomBytes, randomInt } from "node:crypto";
import { Redis } from "ioredis";
import pg from "pg";
import { afterAll, beforeAll, inject } from "vitest";
import { env } from "../env";
import { shutDown } from "../lifecycle";
import { withDatabase } from "./template-database";

/**
 * Gives this test file a database of its own, a clone of the migrated template, and a key space of its own in Redis. Everything under
 * test then finds them through `env()`, as it would in life.
 * @param options.isEmpty for tests of migrations: a database without a table
 */
export function cloneTestDatabase({ isEmpty = false }: { isEmpty?: boolean } = {}): void {
  const { name: template, ownerUrl, appUrl } = inject("templateDatabase");
  const name = `${template}_${randomBytes(5).toString("hex")}`;
  const settings = env();
  beforeAll(async () => {
    const owner = new pg.Client({ connectionString: withDatabase(ownerUrl, "postgres") });
    await owner.connect();
    await owner.query(`CREATE DATABASE ${name} TEMPLATE ${isEmpty ? "template0" : template}`);
    await owner.end();
    settings.REDIS_URL = withDatabase(settings.REDIS_URL, process.env.VITEST_POOL_ID ?? "1");
    const redis = new Redis(settings.REDIS_URL);
    await flushOwn(redis);
    redis.disconnect();
    settings.DATABASE_URL = withDatabase(appUrl, name);
    settings.MIGRATE_DATABASE_URL = withDatabase(ownerUrl, name);
    if (isEmpty) return;
    const clone = new pg.Client({ connectionString: settings.MIGRATE_DATABASE_URL });
    await clone.connect();
    // Channels of Redis know no key space: labs of two files must not share a number.
    await clone.query(`ALTER TABLE labs ALTER lab_id RESTART WITH ${randomInt(1000, 1_000_000_000)}`);
    await clone.end();
  });
  afterAll(async () => {
    await shutDown();
    const owner = new pg.Client({ connectionString: withDatabase(ownerUrl, "postgres") });
    await owner.connect();
    await owner.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await owner.end();
  });
}

const OURS = "ct:database-of-tests";

/** Empties the key space, unless somebody else's keys are in it: the server may be one that its owner named. */
async function flushOwn(redis: Redis): Promise<void> {
  const isOurs = (await redis.exists(OURS)) === 1 || (await redis.dbsize()) === 0;
  if (!isOurs)
    throw new Error("The Redis database for tests holds keys of somebody else. Name another server: REDIS_URL");
  await redis.flushdb();
  await redis.set(OURS, "1");
}
