import { randomBytes } from "node:crypto";
import { chmodSync, chownSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, connect } from "node:net";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { canBeEnteredByAll, makeFolder } from "./home.mjs";
import { runOrFail } from "./run-command.mjs";
import { Failure, say } from "./report.mjs";

/** @typedef {import("./processes.mjs").Fleet} Fleet */
/** @typedef {import("./packages.mjs").Programs} Programs */
/** @typedef {{ owner: string, app: string, redis: string, auth: string }} Secrets */
/** @typedef {{ home: string, fleet: Fleet, programs: Programs, secrets: Secrets, isThrowaway: boolean }} Context */
/** @typedef {{ databaseUrl: string, migrateDatabaseUrl: string, redisUrl: string, authSecret: string }} Services */

/** Made once a home. @param {string} home @returns {Secrets} */
export function secretsOf(home) {
  const file = join(home, "secrets.json");
  if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8"));
  const secret = () => randomBytes(24).toString("hex");
  const secrets = { owner: secret(), app: secret(), redis: secret(), auth: secret() };
  writeFileSync(file, JSON.stringify(secrets), { mode: 0o600 });
  return secrets;
}

/** Who the servers run as: PostgreSQL refuses root. Null: as whoever started this. */
function serversUser() {
  if (process.getuid?.() !== 0) return null;
  const accounts = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .map((line) => line.split(":"));
  const account = accounts.find(([name]) => name === "postgres") ?? accounts.find(([name]) => name === "nobody");
  if (!account)
    throw new Failure(
      "PostgreSQL does not run as root, and there is neither a user `postgres` nor `nobody` to run it as.",
    );
  return { uid: Number(account[2]), gid: Number(account[3]) };
}

/** @param {string} home @param {string} name */
export function dataFolder(home, name) {
  const user = serversUser();
  if (user && !canBeEnteredByAll(home)) {
    throw new Failure(
      `The servers' user cannot enter ${home}. Set CHARGETRACKER_HOME to a folder below folders that all may enter.`,
    );
  }
  const folder = makeFolder(join(home, name));
  if (user) chownSync(folder, user.uid, user.gid);
  chmodSync(folder, 0o700); // it holds what labs measured, and mails with links that open accounts
  return { folder, user };
}

/**
 * Starts PostgreSQL and waits until it answers.
 * @param {Context} context
 * @param {{ port?: number, settings?: Record<string, string> }} [asked] a free port when none is named; settings beside the usual ones
 */
export async function startPostgres({ home, fleet, programs, secrets, isThrowaway }, asked = {}) {
  const { folder, user } = dataFolder(home, "postgres");
  if (!existsSync(join(folder, "complete"))) await initialise(folder, user, programs, secrets);
  const port = asked.port ?? (await freePort());
  // The tests' databases are gone with the tests: they need no disk that survives a power cut.
  const settings = isThrowaway
    ? { ...POSTGRES_SETTINGS, fsync: "off", full_page_writes: "off", shared_buffers: "256MB", ...NO_SCHEDULERS }
    : POSTGRES_SETTINGS;
  const options = Object.entries({ ...settings, ...asked.settings, port: String(port) }).flatMap(([name, value]) => [
    "-c",
    `${name}=${value}`,
  ]);
  const child = fleet.start({
    name: "postgres",
    command: programs.postgres,
    args: ["-D", folder, ...options],
    signal: "SIGINT",
    user,
    cwd: folder,
  });
  await untilReady("PostgreSQL", child, join(home, "logs/postgres.log"), () => isPostgresReady(folder, child.pid));
  const url = (/** @type {string} */ name, /** @type {string} */ password) =>
    `postgres://${name}:${password}@127.0.0.1:${port}/chargetracker`;
  return {
    databaseUrl: url("chargetracker", secrets.app),
    migrateDatabaseUrl: url("chargetracker_owner", secrets.owner),
  };
}

/** What an acknowledged batch rests on: on disk before the answer, and never thrown away for lack of memory. */
export const VALKEY_SETTINGS = [
  "appendonly yes",
  "appendfsync always",
  'save ""',
  "maxmemory 1gb",
  "maxmemory-policy noeviction",
];

/** How a cluster is made: text sorts the same on every machine. */
export const INITDB_OPTIONS = "--encoding=UTF8 --locale-provider=builtin --locale=C.UTF-8";

/** Each database with TimescaleDB would start one, and the tests make many. */
const NO_SCHEDULERS = { "timescaledb.max_background_workers": "0" };

/** Of the servers for real data. */
export const POSTGRES_SETTINGS = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  shared_preload_libraries: "timescaledb",
  "timescaledb.telemetry_level": "off",
  max_connections: "200",
  max_locks_per_transaction: "256", // each chunk of a hypertable takes some
  shared_buffers: "512MB",
  max_wal_size: "4GB",
  jit: "off",
  timezone: "UTC",
  log_min_messages: "warning",
  // Values of rows and statements are customers': e-mail addresses and what they measured.
  log_error_verbosity: "terse",
  log_min_error_statement: "panic",
};

/**
 * @param {string} folder @param {{ uid: number, gid: number } | null} user @param {Programs} programs @param {Secrets} secrets
 */
async function initialise(folder, user, programs, secrets) {
  say("making a new PostgreSQL cluster");
  rmSync(folder, { recursive: true, force: true });
  makeFolder(folder);
  if (user) chownSync(folder, user.uid, user.gid);
  const passwordFile = `${folder}.password`;
  writeFileSync(passwordFile, secrets.owner, { mode: 0o600 });
  if (user) chownSync(passwordFile, user.uid, user.gid);
  const initOptions = `${INITDB_OPTIONS} --auth=scram-sha-256 --username=chargetracker_owner`;
  await runOrFail("initdb", programs.initdb, ["-D", folder, `--pwfile=${passwordFile}`, ...initOptions.split(" ")], {
    user,
    cwd: folder,
    env: { ...process.env, LC_ALL: "C" },
  }).finally(() => rmSync(passwordFile, { force: true }));
  const sql = `CREATE ROLE chargetracker LOGIN PASSWORD '${secrets.app}';\nCREATE DATABASE chargetracker;\n`;
  const shell = `exec "$0" --single -D "$1" postgres`;
  const command = `printf '%s' "$2" | (${shell})`;
  await runOrFail("Making the database", "sh", ["-c", command, programs.postgres, folder, sql], { user, cwd: folder });
  writeFileSync(join(folder, "complete"), "");
}

/**
 * Starts Valkey with the settings that an acknowledged batch rests on.
 * @param {Context} context
 * @param {{ port?: number }} [asked] a free port when none is named
 */
export async function startValkey({ home, fleet, programs, secrets }, asked = {}) {
  const { folder, user } = dataFolder(home, "valkey");
  const port = asked.port ?? (await freePort());
  const configuration = join(folder, "valkey.conf");
  const lines = [
    "bind 127.0.0.1",
    `port ${port}`,
    `requirepass ${secrets.redis}`,
    `dir ${JSON.stringify(folder)}`,
    "daemonize no",
    ...VALKEY_SETTINGS,
  ];
  writeFileSync(configuration, `${lines.join("\n")}\n`, { mode: 0o600 });
  if (user) chownSync(configuration, user.uid, user.gid);
  const child = fleet.start({ name: "valkey", command: programs.valkey, args: [configuration], user, cwd: folder });
  await untilReady("Valkey", child, join(home, "logs/valkey.log"), () => answersPing(port, secrets.redis));
  return { redisUrl: `redis://:${secrets.redis}@127.0.0.1:${port}/0` };
}

const START_TIMEOUT_MS = 120_000; // recovery after a crash takes its time

/**
 * Waits until a server says that it is ready.
 * @param {string} what @param {import("node:child_process").ChildProcess} child @param {string} log
 * @param {() => boolean | Promise<boolean>} isReady
 */
async function untilReady(what, child, log, isReady) {
  const until = Date.now() + START_TIMEOUT_MS;
  while (!(await isReady())) {
    const hasEnded = child.exitCode !== null || child.signalCode !== null || child.pid === undefined;
    if (hasEnded || Date.now() > until) {
      const said = existsSync(log) ? readFileSync(log, "utf8").slice(-2000) : "";
      throw new Failure(`${what} did not start. The end of ${log}:\n${said}`);
    }
    await wait(50);
  }
}

/** The last line of PostgreSQL's own file says where its start stands. @param {string} folder @param {number | undefined} pid */
function isPostgresReady(folder, pid) {
  const file = join(folder, "postmaster.pid");
  const lines = existsSync(file) ? readFileSync(file, "utf8").split("\n") : [];
  return lines[0] === String(pid) && lines[7]?.trim() === "ready";
}

/** @param {number} port @param {string} password @returns {Promise<boolean>} */
function answersPing(port, password) {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(`AUTH ${password}\r\nPING\r\n`));
    const settle = (/** @type {boolean} */ isReady) => {
      socket.destroy();
      resolve(isReady);
    };
    let answer = "";
    socket.on("data", (chunk) => {
      answer += chunk;
      if (answer.includes("+PONG")) settle(true);
      else if (answer.includes("-LOADING")) settle(false);
    });
    socket.once("error", () => settle(false));
    socket.setTimeout(1000, () => settle(false));
  });
}

/** @param {number} port @returns {Promise<boolean>} */
export function takesConnections(port) {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}

/** @returns {Promise<number>} */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}
