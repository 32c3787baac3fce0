import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { PROJECT } from "./home.mjs";
import { NODE } from "./install.mjs";
import { runOrFail } from "./run-command.mjs";
import { Failure, say } from "./report.mjs";
import { freePort, takesConnections } from "./servers.mjs";

/** @typedef {import("./processes.mjs").Fleet} Fleet */

/**
 * The environment of the application's processes: local services are named, so that nothing depends on where a command looks for them.
 * @param {string} home @param {import("./servers.mjs").Services} services @param {number} port
 * @returns {NodeJS.ProcessEnv}
 */
export function applicationEnv(home, services, port) {
  return {
    ...process.env,
    NODE_ENV: "production",
    CHARGETRACKER_HOME: home,
    DATABASE_URL: services.databaseUrl,
    MIGRATE_DATABASE_URL: services.migrateDatabaseUrl,
    REDIS_URL: services.redisUrl,
    AUTH_SECRET: process.env.AUTH_SECRET || services.authSecret,
    APP_URL: process.env.APP_URL || `http://localhost:${port}`,
    PORT: String(port),
    // Without a mail server, what would be sent is shown on the page /mails.
    MAIL_PAGE: process.env.MAIL_PAGE || (process.env.SMTP_URL ? "0" : "1"),
    PATH: `${join(PROJECT, "node_modules/.bin")}:${process.env.PATH}`,
  };
}

/** The port asked for, or 3000, or a free one where that is taken. @param {string | undefined} asked */
export async function choosePort(asked) {
  const wanted = Number(asked ?? process.env.PORT ?? 3000);
  if (!Number.isInteger(wanted) || wanted < 1 || wanted > 65_535) throw new Failure(`"${asked}" is no port.`);
  if (!(await takesConnections(wanted))) return wanted;
  if (asked !== undefined) throw new Failure(`Port ${wanted} is in use. Name another: -- --port N`);
  return freePort();
}

/** @param {NodeJS.ProcessEnv} env */
export async function migrateDatabase(env) {
  say("migrating the database");
  await runOrFail("The migration", NODE, ["--import", "tsx", "scripts/migrate.ts"], { env });
}

/**
 * A young generation of 8 MiB, an old one that is collected when it has grown by half, and two arenas of malloc: at 260,000 samples a second in
 * rows a web process then holds 270 MiB instead of 430, and is as fast. The same stands in package.json's `start` and `worker`.
 */
const LEAN = ["--max-semi-space-size=8", "--heap-growing-percent=50"];
const LEAN_ENV = { MALLOC_ARENA_MAX: "2" };

/**
 * Starts the web process and a worker, and waits until both answer.
 * @param {Fleet} fleet @param {NodeJS.ProcessEnv} env
 */
export async function startApplication(fleet, env) {
  say("starting web and worker");
  const web = startWeb(fleet, env);
  const worker = startWorker(fleet, env);
  await Promise.all([untilReady([web, worker.child], env), worker.isReady]);
  return [web, worker.child];
}

/** What serves labs needs no right to the schema. @param {NodeJS.ProcessEnv} env @returns {NodeJS.ProcessEnv} */
const withoutOwner = (env) => ({ ...env, MIGRATE_DATABASE_URL: "" });

/** @param {Fleet} fleet @param {NodeJS.ProcessEnv} env */
export function startWeb(fleet, env) {
  const args = [...LEAN, "--import", "tsx", "app/listener.ts"];
  return fleet.start({ name: "web", command: NODE, args, env: { ...LEAN_ENV, ...withoutOwner(env) } });
}

/** @param {Fleet} fleet @param {NodeJS.ProcessEnv} env */
export function startWorker(fleet, env) {
  let onLine = (/** @type {string} */ _line) => {};
  const child = fleet.start({
    name: "worker",
    command: NODE,
    args: [...LEAN, "--import", "tsx", "workers/main.ts"],
    env: { ...LEAN_ENV, ...withoutOwner(env), LOG_LEVEL: "info" }, // it says in its log that it is ready
    onLine: (line) => onLine(line),
  });
  /** @type {Promise<void>} */
  const isReady = new Promise((resolve, reject) => {
    const fail = () =>
      reject(new Failure(`The worker did not get ready. See logs/worker.log in ${env.CHARGETRACKER_HOME}.`));
    const timer = setTimeout(fail, READY_TIMEOUT_MS);
    child.once("exit", fail);
    onLine = (line) => {
      if (!line.includes('"worker ready"')) return;
      clearTimeout(timer);
      child.off("exit", fail);
      resolve();
    };
  });
  isReady.catch(() => {}); // for whoever does not wait for it
  return { child, isReady };
}

const READY_TIMEOUT_MS = 90_000;

/**
 * Waits until the web process says that all it needs is there.
 * @param {import("node:child_process").ChildProcess[]} children none of which may end meanwhile @param {NodeJS.ProcessEnv} env
 */
export async function untilReady(children, env) {
  const until = Date.now() + READY_TIMEOUT_MS;
  const url = `http://127.0.0.1:${env.PORT}/api/ready`;
  for (;;) {
    const answer = await fetch(url).catch(() => null);
    if (answer?.ok) return;
    const ended = children.some(
      ({ exitCode, signalCode, pid }) => exitCode !== null || signalCode !== null || pid === undefined,
    );
    if (ended || Date.now() > until) {
      const said = answer ? await answer.text() : "no answer";
      throw new Failure(
        `The application did not get ready (${said}). See logs/web.log and logs/worker.log in ${env.CHARGETRACKER_HOME}.`,
      );
    }
    await wait(200);
  }
}

/**
 * Runs an admin command and gives its answer.
 * @param {NodeJS.ProcessEnv} env @param {string[]} args
 */
export async function admin(env, args) {
  const output = await runOrFail(`admin ${args[0]}`, NODE, ["--import", "tsx", "scripts/admin.ts", ...args], {
    env: { ...env, LOG_LEVEL: "silent" },
  });
  return JSON.parse(output);
}
