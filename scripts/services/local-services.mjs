import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { hasDocker, removeContainers, startContainers } from "./compose.mjs";
import { unpackedPrograms } from "./packages.mjs";
import { endOwner, endRecorded, Fleet } from "./processes.mjs";
import { Failure, say } from "./report.mjs";
import { startGuardian } from "./stopping.mjs";
import { secretsOf, startPostgres, startValkey } from "./servers.mjs";

/** @typedef {import("./servers.mjs").Services} Services */
/**
 * @typedef {{ services: Services, stop: () => Promise<void>, ended: Promise<string>, pids: Record<string, number> }} Running `ended` resolves
 *   with the name of a server of ours that ended by itself; `pids` are those of servers that were started here as processes
 */

/** @type {Promise<string>} */
const NEVER = new Promise(() => {});
const KINDS = ["postgres", "valkey"];

/**
 * The servers to work with: those that DATABASE_URL and REDIS_URL name, else those that another command keeps running here, else containers
 * where Docker answers, else private ones from the distribution's packages. Their URLs stand in `services.json` while they run, where
 * every command finds them.
 * @param {string} home
 * @param {{ isThrowaway?: boolean, programsHome?: string }} [options] `isThrowaway`: what they store need not survive a power cut
 * @returns {Promise<Running>}
 */
export async function startServices(home, { isThrowaway = false, programsHome = home } = {}) {
  const { DATABASE_URL, MIGRATE_DATABASE_URL, REDIS_URL } = process.env;
  const secrets = secretsOf(home);
  if (Boolean(DATABASE_URL) !== Boolean(REDIS_URL)) {
    throw new Failure("DATABASE_URL and REDIS_URL belong together: set both, or neither for local services.");
  }
  if (DATABASE_URL && REDIS_URL) {
    say("using the servers that DATABASE_URL and REDIS_URL name");
    const migrateDatabaseUrl = MIGRATE_DATABASE_URL || DATABASE_URL;
    const services = { databaseUrl: DATABASE_URL, migrateDatabaseUrl, redisUrl: REDIS_URL, authSecret: secrets.auth };
    return { services, stop: async () => {}, ended: NEVER, pids: {} };
  }
  const fleet = new Fleet(home, "services");
  const file = join(home, "services.json");
  if (fleet.livingOwner() !== null && existsSync(file)) {
    say("using the local services that run already");
    endWithOwner(fleet);
    return { services: JSON.parse(readFileSync(file, "utf8")), stop: async () => {}, ended: NEVER, pids: {} };
  }
  await fleet.end(); // what a killed command left
  rmSync(file, { force: true }); // its servers are gone
  fleet.claim();
  startGuardian([fleet.file]);
  const usesDocker = await hasDocker();
  try {
    const services = usesDocker
      ? await startContainers(home, secrets, fleet)
      : await startPrivate({ home, fleet, secrets, isThrowaway, programs: await unpackedPrograms(programsHome) });
    writeFileSync(file, JSON.stringify(services), { mode: 0o600 });
    const stop = async () => {
      rmSync(file, { force: true });
      await fleet.end();
    };
    return { services, stop, ended: fleet.ended, pids: fleet.pids };
  } catch (error) {
    await fleet.end();
    throw error;
  }
}

/** Whoever works with services of another command cannot go on without them. @param {Fleet} fleet */
function endWithOwner(fleet) {
  const timer = setInterval(() => {
    if (fleet.livingOwner() !== null) return;
    clearInterval(timer);
    say("the services that were used here have ended");
    process.kill(process.pid, "SIGTERM");
  }, 1000);
  timer.unref();
}

/** @param {import("./servers.mjs").Context} context @returns {Promise<Services>} */
async function startPrivate(context) {
  say("starting PostgreSQL with TimescaleDB, and Valkey");
  const [databases, redis] = await Promise.all([startPostgres(context), startValkey(context)]);
  return { ...databases, ...redis, authSecret: context.secrets.auth };
}

/**
 * Ends what runs here, whoever started it; with `andData` also removes what it stored.
 * @param {string} home @param {{ andData: boolean }} options
 */
export async function removeServices(home, { andData }) {
  for (const name of ["demo", "dev", "services"]) {
    const { file } = new Fleet(home, name);
    await endOwner(file);
    await endRecorded(file);
  }
  rmSync(join(home, "services.json"), { force: true });
  if (!andData) return;
  if (await hasDocker()) await removeContainers(home, secretsOf(home));
  for (const name of [...KINDS, "demo.json", "demo-lab.json", "logs"])
    rmSync(join(home, name), { recursive: true, force: true });
}
