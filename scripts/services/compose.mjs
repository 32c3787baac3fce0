import { createHash } from "node:crypto";
import { join } from "node:path";
import { PROJECT } from "./home.mjs";
import { run, runOrFail } from "./run-command.mjs";
import { say } from "./report.mjs";
import { freePort } from "./servers.mjs";

// The same servers as containers, where a Docker engine answers: TimescaleDB's Community edition and Valkey (deploy/compose.yaml).

/** Files with their content in them came with it. */
const LEAST_COMPOSE = [2, 23, 1];

/** Whether a Docker engine answers that can run this compose file. */
export async function hasDocker() {
  const asked = [
    run("docker", ["info", "--format", "{{.ServerVersion}}"]),
    run("docker", ["compose", "version", "--short"]),
  ];
  const [engine, compose] = await Promise.allSettled(asked);
  if (engine?.status !== "fulfilled" || compose?.status !== "fulfilled") return false;
  return engine.value.code === 0 && compose.value.code === 0 && runsComposeFile(compose.value.output);
}

/** @param {string} version as Docker Compose says it, such as `v2.24.0-desktop.1` */
export function runsComposeFile(version) {
  const numbers = /(\d+)\.(\d+)\.(\d+)/.exec(version)?.slice(1).map(Number);
  if (!numbers) return false;
  const differing = numbers.findIndex((number, index) => number !== LEAST_COMPOSE[index]);
  return differing === -1 || (numbers[differing] ?? 0) > (LEAST_COMPOSE[differing] ?? 0);
}

/**
 * @param {string} home each has containers and volumes of its own
 * @param {import("./servers.mjs").Secrets} secrets
 */
async function composeOf(home, secrets) {
  const [postgresPort, redisPort] = [await freePort(), await freePort()];
  const project = `chargetracker-${createHash("sha256").update(home).digest("hex").slice(0, 8)}`;
  const env = {
    COMPOSE_PROJECT_NAME: project,
    OWNER_PASSWORD: secrets.owner,
    APP_PASSWORD: secrets.app,
    REDIS_PASSWORD: secrets.redis,
    POSTGRES_PORT: String(postgresPort),
    REDIS_PORT: String(redisPort),
  };
  const args = ["compose", "-f", join(PROJECT, "deploy/compose.yaml")];
  return { env, args, postgresPort, redisPort };
}

/**
 * @param {string} home @param {import("./servers.mjs").Secrets} secrets
 * @param {import("./processes.mjs").Fleet} fleet whose end they share
 * @returns {Promise<import("./servers.mjs").Services>}
 */
export async function startContainers(home, secrets, fleet) {
  say("starting containers: TimescaleDB (Community) and Valkey");
  const { env, args, postgresPort, redisPort } = await composeOf(home, secrets);
  fleet.runAtEnd({ command: "docker", args: [...args, "down", "--timeout", "25"], env });
  const up = [...args, "up", "--detach", "--wait", "--force-recreate"];
  await runOrFail("docker compose up", "docker", up, { env: { ...process.env, ...env } });
  const url = (/** @type {string} */ name, /** @type {string} */ password) =>
    `postgres://${name}:${password}@127.0.0.1:${postgresPort}/chargetracker`;
  return {
    databaseUrl: url("chargetracker", secrets.app),
    migrateDatabaseUrl: url("chargetracker_owner", secrets.owner),
    redisUrl: `redis://:${secrets.redis}@127.0.0.1:${redisPort}/0`,
    authSecret: secrets.auth,
  };
}

/**
 * Removes the containers with all that they stored.
 * @param {string} home @param {import("./servers.mjs").Secrets} secrets
 */
export async function removeContainers(home, secrets) {
  const { env, args } = await composeOf(home, secrets);
  await run("docker", [...args, "down", "--timeout", "25", "--volumes"], { env: { ...process.env, ...env } });
}
