import type { ChildProcess } from "node:child_process";
import { setTimeout as pause } from "node:timers/promises";
import { Redis } from "ioredis";
import pg from "pg";
import { z } from "zod";
import {
  admin,
  applicationEnv,
  migrateDatabase,
  startWeb,
  startWorker,
  untilReady,
} from "../scripts/services/application.mjs";
import { makeFolder } from "../scripts/services/home.mjs";
import { buildOnce } from "../scripts/services/install.mjs";
import { unpackedPrograms } from "../scripts/services/packages.mjs";
import type { Fleet } from "../scripts/services/processes.mjs";
import { freePort, secretsOf, startPostgres, startValkey } from "../scripts/services/servers.mjs";
import { type Part, partOf } from "./part";
import { FaultyWay } from "./faulty-way";

/** Few, so that they can be used up. */
const MAX_CONNECTIONS = "80";
const WATCH_MS = 20;

const createdLab = z.object({ labId: z.int(), labSlug: z.string(), apiKey: z.string() });

/** How an application process reaches the servers: straight, or through a proxy that a case is to disturb. */
type Ways = { postgres?: "proxied"; valkey?: "proxied" };

export type System = {
  url: string;
  env: NodeJS.ProcessEnv;
  lab: { labId: number; key: string };
  postgres: Part;
  valkey: Part;
  web: Part<Ways>;
  worker: Part<Ways>;
  proxies: { postgres: FaultyWay; valkey: FaultyWay };
  /** A connection as the owner of the database; another one each time, for the server comes and goes. */
  withDatabase: <T>(work: (database: pg.Client) => Promise<T>) => Promise<T>;
  withRedis: <T>(work: (redis: Redis) => Promise<T>) => Promise<T>;
  /** The names of those that ended though nobody asked them to. */
  listDead: () => string[];
  /** Brings up what is down, and takes all ways straight again. */
  restore: () => Promise<void>;
};

/** Ports that stay when the servers start anew. */
async function choosePorts() {
  return { postgres: await freePort(), valkey: await freePort(), web: await freePort() };
}

/**
 * Starts servers that keep what they acknowledge, and a web process and a worker in production mode.
 * @param args.databaseHome where the database lies, if not in `home`
 */
export async function startSystem(args: {
  fleet: Fleet;
  home: string;
  programsHome: string;
  databaseHome?: string;
}): Promise<System> {
  const { fleet, home, programsHome } = args;
  const ports = await choosePorts();
  const programs = await unpackedPrograms(programsHome);
  const context = { home, fleet, programs, secrets: secretsOf(home), isThrowaway: false };
  const databaseContext = { ...context, home: makeFolder(args.databaseHome ?? home) };
  const asked = { port: ports.postgres, settings: { max_connections: MAX_CONNECTIONS } };
  const [databases, redis] = [
    await startPostgres(databaseContext, asked),
    await startValkey(context, { port: ports.valkey }),
  ];
  const url = `http://localhost:${ports.web}`;
  const services = { ...databases, ...redis, authSecret: context.secrets.auth };
  const env = { ...applicationEnv(home, services, ports.web), APP_URL: url };
  await migrateDatabase(env);
  await buildOnce(env);
  const { labId, apiKey } = createdLab.parse(
    await admin(env, ["create-lab", "--name", "faults", "--email", "faults@example.org"]),
  );
  const proxies = {
    postgres: await FaultyWay.start(() => ports.postgres),
    valkey: await FaultyWay.start(() => ports.valkey),
  };
  const parts = partsOf(fleet, env, proxies, {
    postgres: async () => void (await startPostgres(databaseContext, asked)),
    valkey: async () => void (await startValkey(context, { port: ports.valkey })),
  });
  await Promise.all([parts.web.start(), parts.worker.start()]);
  return {
    url,
    env,
    lab: { labId, key: apiKey },
    ...parts,
    proxies,
    withDatabase: (work) => withClient(new pg.Client({ connectionString: databases.migrateDatabaseUrl }), work),
    withRedis: (work) => withRedisOf(redis.redisUrl, work),
    listDead: () => Object.entries(parts).flatMap(([name, part]) => (part.hasDied() ? [name] : [])),
    restore: () => restore(parts, proxies),
  };
}

type Parts = Pick<System, "postgres" | "valkey" | "web" | "worker">;

function partsOf(
  fleet: Fleet,
  env: NodeJS.ProcessEnv,
  proxies: System["proxies"],
  servers: Record<"postgres" | "valkey", () => Promise<void>>,
): Parts {
  const server = (name: keyof typeof servers) =>
    partOf(name, {
      pid: fleet.pids[name] ?? null,
      start: async () => {
        await servers[name]();
        return fleet.pids[name] ?? 0;
      },
    });
  const envOf = (ways: Ways = {}) => ({
    ...env,
    ...(ways.postgres ? { DATABASE_URL: withPort(env.DATABASE_URL, proxies.postgres.port) } : {}),
    ...(ways.valkey ? { REDIS_URL: withPort(env.REDIS_URL, proxies.valkey.port) } : {}),
  });
  const kept = (child: ChildProcess) => {
    child.once("exit", () => fleet.release(child));
    return child.pid ?? 0;
  };
  return {
    postgres: server("postgres"),
    valkey: server("valkey"),
    web: partOf<Ways>("web", {
      pid: null,
      start: async (ways) => {
        const child = startWeb(fleet, envOf(ways));
        await untilReady([child], env);
        return kept(child);
      },
    }),
    worker: partOf<Ways>("worker", {
      pid: null,
      start: async (ways) => {
        const { child, isReady } = startWorker(fleet, envOf(ways));
        await isReady;
        return kept(child);
      },
    }),
  };
}

async function restore({ postgres, valkey, web, worker }: Parts, proxies: System["proxies"]): Promise<void> {
  for (const proxy of Object.values(proxies)) {
    proxy.release();
    proxy.answerDelayMs = 0;
    proxy.bytesPerS = Number.POSITIVE_INFINITY;
    proxy.loseEveryNthCommit = 0;
  }
  for (const part of [postgres, valkey]) if (!part.isRunning()) await part.start();
  for (const part of [web, worker]) {
    if (part.isRunning() && part.startedWith() !== undefined) await part.end("SIGTERM");
    if (!part.isRunning()) await part.start();
  }
}

function withPort(url: string | undefined, port: number): string {
  const changed = new URL(url ?? "");
  changed.port = String(port);
  return changed.toString();
}

async function withClient<T>(client: pg.Client, work: (client: pg.Client) => Promise<T>): Promise<T> {
  client.on("error", () => {}); // its server may end while it waits
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => {});
  }
}

async function withRedisOf<T>(url: string, work: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(url, { maxRetriesPerRequest: 1 });
  redis.on("error", () => {});
  try {
    return await work(redis);
  } finally {
    redis.disconnect();
  }
}

/** Waits until something is so. */
export async function until(what: string, isSo: () => Promise<boolean> | boolean, withinMs = 90_000): Promise<void> {
  const untilMs = Date.now() + withinMs;
  while (!(await isSo())) {
    if (Date.now() > untilMs) throw new Error(`within ${Math.round(withinMs / 1000)} s not so: ${what}`);
    await pause(WATCH_MS);
  }
}
