import { FaultyWay } from "../faults/faulty-way";
import type { Judged } from "../faults/oracle";
import { until } from "../faults/system";
import {
  admin,
  applicationEnv,
  migrateDatabase,
  startWeb,
  startWorker,
  untilReady,
} from "../scripts/services/application.mjs";
import { buildOnce } from "../scripts/services/install.mjs";
import { unpackedPrograms } from "../scripts/services/packages.mjs";
import type { Fleet } from "../scripts/services/processes.mjs";
import { freePort, secretsOf } from "../scripts/services/servers.mjs";
import { z } from "zod";
import { startFront } from "./front";
import { Machine } from "./machine";
import { type Postgreses, startPostgreses } from "./postgres-nodes";
import { haPrograms } from "./programs";
import { startValkeys, type Valkeys } from "./valkey-nodes";

export type HaSystem = Judged & {
  postgres: Postgreses;
  valkey: Valkeys;
  webs: Machine[];
  workers: Machine[];
  listDead: () => string[];
  restore: () => Promise<void>;
};

const createdLab = z.object({ labId: z.int(), apiKey: z.string() });

/** @param args.replicas DURABLE_REPLICAS of the application */
export async function startHaSystem(args: {
  fleet: Fleet;
  home: string;
  programsHome: string;
  replicas: number;
}): Promise<HaSystem> {
  const { fleet, home } = args;
  const [programs, ha] = [await unpackedPrograms(args.programsHome), await haPrograms(args.programsHome)];
  const secrets = secretsOf(home);
  const valkey = await startValkeys({ fleet, home, programs, password: secrets.redis });
  const postgres = await startPostgreses({ fleet, home, programs, ha, passwords: secrets });
  await valkey.untilWhole();
  const [port, ...webPorts] = [await freePort(), await freePort(), await freePort()];
  const { databaseUrl, migrateDatabaseUrl } = postgres;
  const services = { databaseUrl, migrateDatabaseUrl, redisUrl: valkey.url, authSecret: secrets.auth };
  const url = `http://localhost:${port}`;
  const env = {
    ...applicationEnv(home, services, port),
    APP_URL: url,
    DURABLE_REPLICAS: String(args.replicas),
    TRUSTED_PROXIES: "1",
  };
  await migrateDatabase(env);
  await buildOnce(env);
  const { labId, apiKey } = createdLab.parse(
    await admin(env, ["create-lab", "--name", "machines", "--email", "machines@example.org"]),
  );
  const waysToOthers = () => [...valkey.nodes, ...postgres.nodes].map(({ way }) => way);
  const webWays = await Promise.all(webPorts.map((webPort) => FaultyWay.start(() => webPort)));
  const webs = webPorts.map((webPort, index) => {
    const ways = webWays.slice(index, index + 1);
    return newWeb({ fleet, waysToOthers, ways }, { ...env, PORT: String(webPort) }, index);
  });
  const workers = [0, 1].map((index) => newWorker({ fleet, waysToOthers }, env, index));
  await startFront({ fleet, home, ha, port, webPorts: webWays.map((way) => way.port) });
  await Promise.all([...webs, ...workers].map((machine) => machine.start()));
  const machines = [...valkey.nodes, ...postgres.nodes].map(({ machine }) => machine);
  const all = [...machines, ...valkey.sentinels, ...postgres.etcds, ...webs, ...workers];
  return {
    url,
    env,
    lab: { labId, key: apiKey },
    postgres,
    valkey,
    webs,
    workers,
    withDatabase: (work) => postgres.withPrimary(work),
    withRedis: (work) => valkey.withPrimary(work),
    listDead: () => all.filter((machine) => machine.hasDied()).map(({ name }) => name),
    async restore() {
      for (const machine of all) await machine.bringBack();
      await Promise.all([valkey.untilWhole(), postgres.untilWhole()]);
      await until("the web processes are reached", () => isReached(url));
    },
  };
}

type Place = { fleet: Fleet; waysToOthers: () => FaultyWay[]; ways?: FaultyWay[] };

function newWeb(place: Place, env: NodeJS.ProcessEnv, index: number): Machine {
  return new Machine(`web-${index + 1}`, {
    ...place,
    start: async () => {
      const child = startWeb(place.fleet, env);
      await untilReady([child], env);
      return child;
    },
  });
}

function newWorker(place: Place, env: NodeJS.ProcessEnv, index: number): Machine {
  return new Machine(`worker-${index + 1}`, {
    ...place,
    start: async () => {
      const { child, isReady } = startWorker(place.fleet, env);
      await isReady;
      return child;
    },
  });
}

async function isReached(url: string): Promise<boolean> {
  const answer = await fetch(`${url}/api/ready`).catch(() => null);
  return answer?.ok ?? false;
}
