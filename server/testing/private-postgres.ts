import { randomBytes } from "node:crypto";
import { existsSync, readdirSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { PROJECT, makeFolder } from "../../scripts/services/home.mjs";
import { unpackedPrograms } from "../../scripts/services/packages.mjs";
import { Fleet } from "../../scripts/services/processes.mjs";
import { runOrFail } from "../../scripts/services/run-command.mjs";
import { dataFolder, freePort, secretsOf, startPostgres } from "../../scripts/services/servers.mjs";

/** Where programs of servers lie that an earlier command unpacked; null where servers are containers, or somebody else's. */
export function programsHome(): string | null {
  const { CHARGETRACKER_HOME: home } = process.env;
  const places = [...(home ? [home, dirname(home)] : []), join(PROJECT, ".chargetracker")];
  const found = places.find((place) => existsSync(join(place, "programs")));
  return found === undefined ? null : realpathSync(found);
}

type Child = ReturnType<Fleet["start"]>;
export type PrivatePostgres = Awaited<ReturnType<typeof startPrivatePostgres>>;

/** A PostgreSQL of the test's own, which it may stop, freeze, and let others follow. */
export async function startPrivatePostgres(settings: Record<string, string> = {}) {
  const place = programsHome();
  if (place === null) throw new Error("no programs were unpacked here");
  const home = makeFolder(join(place, `private-${randomBytes(4).toString("hex")}`));
  const fleet = new Fleet(home, "private");
  const programs = await unpackedPrograms(place);
  const secrets = secretsOf(home);
  const urls = await startPostgres({ home, fleet, programs, secrets, isThrowaway: true }, { settings });
  return {
    ...urls,
    home,
    programs,
    /** Another that follows it. */
    async startStandby(): Promise<{ url: string; ownerUrl: string; child: Child }> {
      const { folder, user } = dataFolder(home, "standby");
      const owner = new URL(urls.migrateDatabaseUrl);
      const followed = [
        "-h",
        owner.hostname,
        "-p",
        owner.port,
        "-U",
        owner.username,
        "-X",
        "stream",
        "-c",
        "fast",
        "-R",
      ];
      await runOrFail("pg_basebackup", join(programs.postgresBin, "pg_basebackup"), ["-D", folder, ...followed], {
        user,
        cwd: home,
        env: { ...process.env, PGPASSWORD: owner.password, LC_ALL: "C" },
      });
      const port = String(await freePort());
      const options = { ...STANDBY_SETTINGS, ...settings, port };
      const args = ["-D", folder, ...Object.entries(options).flatMap(([name, value]) => ["-c", `${name}=${value}`])];
      const command = {
        name: "standby",
        command: programs.postgres,
        args,
        signal: "SIGINT" as const,
        user,
        cwd: folder,
      };
      const child = fleet.start(command);
      const at = (url: string) => Object.assign(new URL(url), { port }).toString();
      return { url: at(urls.databaseUrl), ownerUrl: at(urls.migrateDatabaseUrl), child };
    },
    async end(): Promise<void> {
      await fleet.end();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

const STANDBY_SETTINGS = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  shared_preload_libraries: "timescaledb",
  "timescaledb.max_background_workers": "0",
  max_connections: "200", // no fewer than the primary's
  max_locks_per_transaction: "256",
  fsync: "off",
};

/** Sends a signal to a server and all of its processes, which are in groups of their own. */
export function signalServer({ pid }: Pick<Child, "pid">, signal: NodeJS.Signals): void {
  const parentOf = (one: string) => /\) \w (\d+)/.exec(readFileSync(`/proc/${one}/stat`, "utf8"))?.[1];
  const isOurs = (one: string) => {
    try {
      return /^\d+$/.test(one) && parentOf(one) === String(pid);
    } catch {
      return false; // ended meanwhile
    }
  };
  const children = readdirSync("/proc").filter(isOurs);
  for (const one of [String(pid), ...children]) process.kill(Number(one), signal);
}
