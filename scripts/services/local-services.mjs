import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { hasDocker, removeContainers, startContainers } from "./compose.mjs";
import { unpackedPrograms } from "./packages.mjs";
import { endRecorded, Fleet, startGuardian } from "./processes.mjs";
import { say } from "./report.mjs";
import { secretsOf, startPostgres, startValkey } from "./servers.mjs";

/** @typedef {import("./servers.mjs").Services} Services */
/** @typedef {{ services: Services, stop: () => Promise<void> }} Running */

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
  if (DATABASE_URL && REDIS_URL) {
    say("using the servers that DATABASE_URL and REDIS_URL name");
    const migrateDatabaseUrl = MIGRATE_DATABASE_URL || DATABASE_URL;
    const services = { databaseUrl: DATABASE_URL, migrateDatabaseUrl, redisUrl: REDIS_URL, authSecret: secrets.auth };
    return { services, stop: async () => {} };
  }
  const fleet = new Fleet(home, "services");
  const file = join(home, "services.json");
  if (fleet.livingOwner() !== null && existsSync(file)) {
    say("using the local services that run already");
    return { services: JSON.parse(readFileSync(file, "utf8")), stop: async () => {} };
  }
  await fleet.end(); // what a killed command left
  startGuardian([fleet.file]);
  fleet.claim();
  const usesDocker = await hasDocker();
  try {
    const services = usesDocker
      ? await startContainers(home, secrets)
      : await startPrivate({ home, fleet, secrets, isThrowaway, programs: await unpackedPrograms(programsHome) });
    writeFileSync(file, JSON.stringify(services), { mode: 0o600 });
    const stop = async () => {
      rmSync(file, { force: true });
      if (usesDocker) await removeContainers(home, secrets, false);
      await fleet.end();
    };
    return { services, stop };
  } catch (error) {
    await fleet.end();
    throw error;
  }
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
  for (const name of ["demo", "dev", "services"]) await endRecorded(new Fleet(home, name).file);
  rmSync(join(home, "services.json"), { force: true });
  if (await hasDocker()) await removeContainers(home, secretsOf(home), andData);
  if (!andData) return;
  for (const name of [...KINDS, "demo.json", "logs"]) rmSync(join(home, name), { recursive: true, force: true });
}
