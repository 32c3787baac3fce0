import pg from "pg";
import { env } from "../env";
import { onShutdown } from "../lifecycle";
import { logger } from "../logger";
import { onceAProcess } from "../once-a-process";
import { connectionTo } from "./connections/primary-client";

type DatabaseRole = "ct_app" | "ct_auth";

/** One pool a role. */
const pools = onceAProcess("pools", () => new Map<DatabaseRole, pg.Pool>());

/** Connections that act as `role`, which the login switches to before anything else is said. */
export function poolOf(role: DatabaseRole): pg.Pool {
  const known = pools.get(role);
  if (known) return known;
  const pool = new pg.Pool(poolSettings(role));
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
  return {
    ...connectionTo(env().DATABASE_URL),
    options: Object.entries({ ...SESSION_SETTINGS, role, statement_timeout: env().DATABASE_STATEMENT_TIMEOUT_S * 1000 })
      .map(([name, value]) => `-c ${name}=${value}`)
      .join(" "),
    application_name: `chargetracker ${role}`,
    max: env().DATABASE_POOL_SIZE,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 30_000,
  };
}

async function closePools(): Promise<void> {
  const closing = [...pools.values()];
  pools.clear();
  await Promise.all(closing.map((pool) => pool.end()));
}

/** How busy the pools of this process are: connections that are open, those that do nothing, and who waits for one. */
export function poolLoads(): { role: DatabaseRole; open: number; idle: number; waiting: number }[] {
  return [...pools].map(([role, { totalCount, idleCount, waitingCount }]) => {
    return { role, open: totalCount, idle: idleCount, waiting: waitingCount };
  });
}
