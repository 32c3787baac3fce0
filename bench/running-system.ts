import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { admin, applicationEnv, migrateDatabase, startApplication } from "../scripts/services/application.mjs";
import { chargeTrackerHome, makeFolder } from "../scripts/services/home.mjs";
import { buildOnce } from "../scripts/services/install.mjs";
import { removeServices, startServices } from "../scripts/services/local-services.mjs";
import { Fleet } from "../scripts/services/processes.mjs";
import { keepCommandsIn } from "../scripts/services/run-command.mjs";
import { freePort } from "../scripts/services/servers.mjs";
import { startGuardian, stopWhenAsked } from "../scripts/services/stopping.mjs";

const createdLab = z.object({ labSlug: z.string(), email: z.string(), password: z.string(), apiKey: z.string() });

export type BenchLab = z.infer<typeof createdLab>;

export type RunningSystem = {
  url: string;
  env: NodeJS.ProcessEnv;
  newLab: (name: string) => Promise<BenchLab>;
  /** Processor time that a process has used so far, s. */
  cpuSeconds: (name: "web" | "worker") => number;
};

/**
 * Gives `work` a system of its own, new and empty: servers with the settings of production (everything durable), one web process, one
 * worker. All of it ends with `work`.
 */
export async function withRunningSystem<T>(work: (system: RunningSystem) => Promise<T>): Promise<T> {
  const programsHome = chargeTrackerHome();
  const home = makeFolder(join(programsHome, "bench"));
  await removeServices(home, { andData: true });
  const fleet = new Fleet(home, "bench");
  await fleet.end();
  fleet.claim();
  keepCommandsIn(fleet);
  startGuardian([fleet.file]);
  const { services, stop } = await startServices(home, { programsHome });
  const end = async () => {
    await fleet.end();
    await stop();
  };
  stopWhenAsked(end);
  try {
    const env = applicationEnv(home, services, await freePort());
    await migrateDatabase(env);
    await buildOnce(env);
    const [web, worker] = await startApplication(fleet, env);
    const pids = { web: web?.pid ?? 0, worker: worker?.pid ?? 0 };
    return await work({
      url: env.APP_URL ?? "",
      env,
      newLab: async (name) =>
        createdLab.parse(await admin(env, ["create-lab", "--name", name, "--email", `${name}@example.org`])),
      cpuSeconds: (name) => cpuSecondsOf(pids[name]),
    });
  } finally {
    await end();
  }
}

const TICKS_PER_S = 100; // USER_HZ, fixed on Linux

function cpuSecondsOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_S; // utime + stime
}

/** Calls of the REST API with a key. */
export function restClient(url: string, key: string) {
  const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
  return {
    async get<T>(path: string, answer: z.ZodType<T>): Promise<T> {
      const response = await fetch(url + path, { headers });
      if (!response.ok) throw new Error(`GET ${path}: ${response.status} ${await response.text()}`);
      return answer.parse(await response.json());
    },
    async post(path: string, body: unknown): Promise<unknown> {
      const response = await fetch(url + path, { method: "POST", headers, body: JSON.stringify(body) });
      if (!response.ok) throw new Error(`POST ${path}: ${response.status} ${await response.text()}`);
      return response.json();
    },
  };
}
