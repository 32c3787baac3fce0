import { spawn, spawnSync } from "node:child_process";
import { closeSync, createWriteStream, openSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { Failure } from "./report.mjs";
import { makeFolder, PROJECT } from "./home.mjs";

/**
 * @typedef {{ pid: number, startTime: string }} Identity a process id is used again; with its start time it is unique
 * @typedef {Identity & { name: string, signal: NodeJS.Signals, graceMs: number }} Started
 * @typedef {{ owner: Identity, started: Started[] }} Record
 * @typedef {{ name: string, command: string, args: string[], env?: NodeJS.ProcessEnv, signal?: NodeJS.Signals, graceMs?: number,
 *   user?: { uid: number, gid: number } | null, cwd?: string, onLine?: (line: string) => void }} Wanted
 */

/**
 * Processes that belong together and end together. What was started stands in a file, so that whoever comes after a crash (the guardian,
 * the next start) can end it.
 */
export class Fleet {
  #home;
  #file;
  /** @type {Started[]} */
  #started = [];

  /** @param {string} home @param {string} name names the record: `running-NAME.json` */
  constructor(home, name) {
    this.#home = home;
    this.#file = join(home, `running-${name}.json`);
  }

  get file() {
    return this.#file;
  }

  /** Writes down whose it is, before anything is started. */
  claim() {
    this.#write();
  }

  /** Whether another living command owns it. @returns {number | null} its process id */
  livingOwner() {
    const owner = readRecord(this.#file)?.owner;
    return owner && owner.pid !== process.pid && isAlive(owner) ? owner.pid : null;
  }

  /**
   * Starts a process in a group of its own; its output goes to `logs/NAME.log` in the home.
   * @param {Wanted} wanted
   */
  start({
    name,
    command,
    args,
    env = process.env,
    signal = "SIGTERM",
    graceMs = 25_000,
    user = null,
    cwd = PROJECT,
    onLine,
  }) {
    const logFile = join(makeFolder(join(this.#home, "logs")), `${name}.log`);
    const log = openSync(logFile, "a");
    const child = spawn(command, args, {
      cwd,
      env,
      detached: true,
      stdio: ["ignore", onLine ? "pipe" : log, log],
      ...(user ?? {}),
    });
    closeSync(log);
    child.on("error", () => {}); // awaited by whoever asks whether it answers
    if (onLine && child.stdout) {
      child.stdout.pipe(createWriteStream(logFile, { flags: "a" }));
      forEachLine(child.stdout, onLine);
    }
    if (child.pid !== undefined) {
      this.#started.push({ name, pid: child.pid, startTime: startTimeOf(child.pid) ?? "", signal, graceMs });
      this.#write();
    }
    return child;
  }

  /** Ends what is recorded, last started first, also what an earlier owner left; then forgets it. */
  async end() {
    await endRecorded(this.#file);
    this.#started = [];
  }

  #write() {
    const owner = { pid: process.pid, startTime: startTimeOf(process.pid) ?? "" };
    writeFileSync(`${this.#file}.new`, JSON.stringify({ owner, started: this.#started }));
    renameSync(`${this.#file}.new`, this.#file);
  }
}

/** @param {string} file @returns {Record | null} */
function readRecord(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return null; // none, or cut off while it was written: nothing that could be trusted
  }
}

/** Ends the processes of one record. @param {string} file */
export async function endRecorded(file) {
  for (const started of (readRecord(file)?.started ?? []).reverse()) await endProcess(started);
  rmSync(file, { force: true });
}

/** @param {Started} started */
async function endProcess(started) {
  if (isAlive(started)) {
    trySignal(started.pid, started.signal);
    const until = Date.now() + started.graceMs;
    while (isAlive(started) && Date.now() < until) await wait(50);
  }
  // What is left of its group. Its number belongs to nobody else, unless a new process carries it.
  if (isAlive(started) || startTimeOf(started.pid) === null) trySignal(-started.pid, "SIGKILL");
}

/** @param {number} pid @param {NodeJS.Signals} signal */
function trySignal(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch {
    // gone meanwhile
  }
}

/** @param {Identity} identity */
function isAlive({ pid, startTime }) {
  return startTimeOf(pid) === startTime;
}

/** When a process began, in the system's own words; null when there is none. @param {number} pid @returns {string | null} */
function startTimeOf(pid) {
  if (process.platform !== "linux") {
    return spawnSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).stdout?.trim() || null;
  }
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" "); // the name before may hold spaces
    return fields[0] === "Z" ? null : (fields[19] ?? null);
  } catch {
    return null;
  }
}

/** @param {NodeJS.ReadableStream} stream @param {(line: string) => void} onLine */
function forEachLine(stream, onLine) {
  let rest = "";
  stream.on("data", (chunk) => {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) onLine(line);
  });
}

/**
 * Runs a command to its end.
 * @param {string} command @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, user?: { uid: number, gid: number } | null, shows?: boolean }} [options] `shows`: its
 *   output goes to the terminal as it comes
 * @returns {Promise<{ code: number, output: string }>}
 */
export function run(command, args, { cwd = PROJECT, env = process.env, user = null, shows = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"], ...(user ?? {}) });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk) => {
        output += chunk;
        if (shows) process.stdout.write(chunk);
      });
    }
    child.on("error", (error) => reject(new Failure(`${command} could not be started: ${error.message}`)));
    child.on("close", (code, signal) => resolve({ code: code ?? (signal ? 128 : 1), output }));
  });
}

/** The same, for what must succeed. @param {string} what @param {string} command @param {string[]} args @param {Parameters<typeof run>[2]} [options] */
export async function runOrFail(what, command, args, options) {
  const { code, output } = await run(command, args, options);
  if (code !== 0) throw new Failure(`${what} failed (${command} ended with ${code}):\n${output.slice(-4000)}`);
  return output;
}

/**
 * Starts the guardian of this process: should it vanish without a word, what the records name is ended all the same.
 * @param {string[]} files records
 */
export function startGuardian(files) {
  const guardian = spawn(process.execPath, [join(PROJECT, "scripts/services/guardian.mjs"), ...files], {
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
  guardian.on("error", () => {});
  guardian.stdin.on("error", () => {});
  guardian.unref();
  if ("unref" in guardian.stdin) /** @type {import("node:net").Socket} */ (guardian.stdin).unref();
}

/**
 * Runs `stop` once when this process is asked to end, or when whoever started it has gone without asking.
 * @param {() => Promise<void>} stop
 */
export function stopWhenAsked(stop) {
  let isStopping = false;
  const once = () => {
    if (isStopping) return;
    isStopping = true;
    clearInterval(timer);
    void stop().then(
      () => process.exit(0),
      (error) => {
        process.stderr.write(`${error}\n`);
        process.exit(1);
      },
    );
  };
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid !== parent) once();
  }, 500);
  timer.unref();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, once);
}
