import { join } from "node:path";
import { Redis } from "ioredis";
import pg from "pg";
import { z } from "zod";
import {
  admin,
  applicationEnv,
  migrateDatabase,
  startApplication,
  startWorker,
} from "../../scripts/services/application.mjs";
import { chargeTrackerHome, makeFolder } from "../../scripts/services/home.mjs";
import { buildOnce } from "../../scripts/services/install.mjs";
import { removeServices, startServices } from "../../scripts/services/local-services.mjs";
import { Fleet } from "../../scripts/services/processes.mjs";
import { keepCommandsIn } from "../../scripts/services/run-command.mjs";
import { freePort } from "../../scripts/services/servers.mjs";
import { startGuardian, stopWhenAsked } from "../../scripts/services/stopping.mjs";
import type { BenchOptions } from "../options";

const createdLab = z.object({ labSlug: z.string(), email: z.string(), password: z.string(), apiKey: z.string() });

export type BenchLab = z.infer<typeof createdLab>;

export type RunningSystem = {
  url: string;
  /** The environment of its processes. */
  env: NodeJS.ProcessEnv;
  /** The database, as its owner. */
  database: pg.Client;
  newLab: (name: string) => Promise<BenchLab>;
  /** What is measured, by name: web, worker, and the servers where they are processes of ours. */
  processes: Map<string, number[]>;
  /** Starts another worker. */
  addWorker: () => Promise<void>;
  versions: Record<string, string>;
};

/**
 * Gives `work` a system of its own, new and empty: servers with the settings of production (everything durable), one web process, one
 * worker. All of it ends with `work`.
 */
export async function withRunningSystem<T>(
  options: BenchOptions,
  work: (system: RunningSystem) => Promise<T>,
): Promise<T> {
  const programsHome = chargeTrackerHome();
  const home = makeFolder(join(programsHome, "bench"));
  await removeServices(home, { andData: true });
  const fleet = new Fleet(home, "bench");
  await fleet.end();
  fleet.claim();
  keepCommandsIn(fleet);
  startGuardian([fleet.file]);
  const { services, stop, pids } = await startServices(home, { programsHome });
  const end = async () => {
    await fleet.end();
    await stop();
  };
  stopWhenAsked(end);
  const env = applicationEnv(home, services, await freePort());
  const database = new pg.Client({ connectionString: env.MIGRATE_DATABASE_URL });
  database.on("error", () => {}); // it ends with its server
  try {
    await migrateDatabase(env);
    await buildOnce(env);
    await database.connect();
    const measured = options.profile ? { ...env, NODE_OPTIONS: profiling() } : env;
    const [web, worker] = await startApplication(fleet, measured);
    const processes = new Map([
      ["web", pidsOf(web)],
      ["worker", pidsOf(worker)],
      ...Object.entries(pids).map(([name, pid]): [string, number[]] => [name, [pid]]),
    ]);
    return await work({
      url: env.APP_URL ?? "",
      env,
      database,
      newLab: async (name) =>
        createdLab.parse(await admin(env, ["create-lab", "--name", name, "--email", `${name}@example.org`])),
      processes,
      addWorker: async () => {
        const another = startWorker(fleet, measured);
        await another.isReady;
        processes.set("worker", [...(processes.get("worker") ?? []), ...pidsOf(another.child)]);
      },
      versions: await versionsOf(database, services.redisUrl),
    });
  } finally {
    await database.end().catch(() => {});
    await end();
  }
}

const pidsOf = (child: { pid?: number | undefined } | undefined) => (child?.pid === undefined ? [] : [child.pid]);

/** Web and worker leave a profile each when they end, to be opened in a browser's developer tools. */
const profiling = () => `--cpu-prof --cpu-prof-dir=${join(process.cwd(), "bench/results/profiles")}`;

const versionRow = z.object({ postgres: z.string(), timescale: z.string(), edition: z.string() });

async function versionsOf(database: pg.Client, redisUrl: string): Promise<Record<string, string>> {
  const { rows } = await database.query(
    `SELECT current_setting('server_version') AS postgres, extversion AS timescale, current_setting('timescaledb.license') AS edition
     FROM pg_extension WHERE extname = 'timescaledb'`,
  );
  const { postgres, timescale, edition } = versionRow.parse(rows[0]);
  const redis = new Redis(redisUrl);
  const info = await redis.info("server");
  redis.disconnect();
  const valkey = /^(?:valkey|redis)_version:(.*)$/m.exec(info)?.[1]?.trim() ?? "unknown";
  return { node: process.version, postgres, timescaledb: `${timescale} (${edition})`, valkey };
}
