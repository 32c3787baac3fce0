import pg from "pg";
import { env } from "../env";
import { onShutdown } from "../lifecycle";
import { logger } from "../logger";
import { onceAProcess } from "../once-a-process";
import { connectionTo } from "./connections/primary-client";

type DatabaseRole = "ct_app" | "ct_auth";
type PoolName = DatabaseRole | "replica";

/** One pool a role, and one to the replica. */
const pools = onceAProcess("pools", () => new Map<PoolName, pg.Pool>());

/** Connections that act as `role`, which the login switches to before anything else is said. */
export function poolOf(role: DatabaseRole): pg.Pool {
  return poolNamed(role, () => poolSettings(role));
}

/** Connections to the replica that act as ct_app; null where there is none. */
export function replicaPool(): pg.Pool | null {
  const { REPLICA_DATABASE_URL: connectionString, DATABASE_STATEMENT_TIMEOUT_S } = env();
  if (connectionString === undefined) return null;
  const settings = {
    connectionString,
    ...sessionSettings("ct_app"),
    connectionTimeoutMillis: REPLICA_PATIENCE_MS,
    // A machine that froze says nothing, not even that a statement took too long.
    query_timeout: DATABASE_STATEMENT_TIMEOUT_S * 1000 + REPLICA_PATIENCE_MS,
  };
  return poolNamed("replica", () => settings);
}

/** How long the replica may take to answer before the primary is asked instead. */
const REPLICA_PATIENCE_MS = 1_000;

/** A question that a replica answers soon, or is taken for away. */
export const inTime = <Q extends pg.QueryConfig>(query: Q) => ({ ...query, query_timeout: REPLICA_PATIENCE_MS });

function poolNamed(role: PoolName, settings: () => pg.PoolConfig): pg.Pool {
  const known = pools.get(role);
  if (known) return known;
  const pool = new pg.Pool(settings());
  pool.on("error", (error) => logger.warn({ error, role }, "idle database connection failed"));
  // One in use, too: without anybody listening, a connection that breaks there would end the process. Whoever uses it gets the rejection.
  pool.on("connect", (client) => {
    client.on("error", (error) => logger.warn({ error, role }, "database connection broke"));
  });
  pools.set(role, pool);
  if (pools.size === 1) onShutdown("pools", closePools);
  return pool;
}

const SESSION_SETTINGS = {
  search_path: "public",
  timezone: "UTC",
  // What is late may touch more rows of compressed chunks than TimescaleDB lets a transaction open; what one asks for is bounded elsewhere.
  "timescaledb.max_tuples_decompressed_per_dml_transaction": 0,
};

/** The settings of such a pool, for the libraries that keep their own. */
export function poolSettings(role: DatabaseRole): pg.PoolConfig {
  return { ...connectionTo(env().DATABASE_URL), ...sessionSettings(role), connectionTimeoutMillis: 10_000 };
}

function sessionSettings(role: DatabaseRole): pg.PoolConfig {
  return {
    options: Object.entries({ ...SESSION_SETTINGS, role, statement_timeout: env().DATABASE_STATEMENT_TIMEOUT_S * 1000 })
      .map(([name, value]) => `-c ${name}=${value}`)
      .join(" "),
    application_name: `chargetracker ${role}`,
    max: env().DATABASE_POOL_SIZE,
    idleTimeoutMillis: 30_000,
  };
}

async function closePools(): Promise<void> {
  const closing = [...pools.values()];
  pools.clear();
  await Promise.all(closing.map((pool) => pool.end()));
}

/** How busy the pools of this process are: connections that are open, those that do nothing, and who waits for one. */
export function poolLoads(): { role: PoolName; open: number; idle: number; waiting: number }[] {
  return [...pools].map(([role, { totalCount, idleCount, waitingCount }]) => {
    return { role, open: totalCount, idle: idleCount, waiting: waitingCount };
  });
}
