import { spawn, spawnSync } from "node:child_process";
import { closeSync, createWriteStream, openSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { makeFolder, PROJECT } from "./home.mjs";

/** Of files: logs may name people. */
const OWNER_ONLY = 0o600;

/**
 * @typedef {{ pid: number, startTime: string }} Identity a process id is used again; with its start time it is unique
 * @typedef {Identity & { name: string, signal: NodeJS.Signals, graceMs: number }} Started
 * @typedef {{ command: string, args: string[], env: Record<string, string | undefined> }} LastWord
 * @typedef {{ owner: Identity, started: Started[], lastWords: LastWord[] }} FleetRecord
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
  /** @type {LastWord[]} */
  #lastWords = [];
  #isEnding = false;
  /** @type {(name: string) => void} */
  #resolveEnded = () => {};
  /** @type {Promise<string>} resolves with the name of the first that ends though nobody asked it to */
  ended = new Promise((resolve) => {
    this.#resolveEnded = resolve;
  });

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
    const log = openSync(logFile, "a", OWNER_ONLY);
    const child = spawn(command, args, {
      cwd,
      env,
      detached: true,
      stdio: ["ignore", onLine ? "pipe" : log, log],
      ...(user ?? {}),
    });
    closeSync(log);
    child.on("error", () => {}); // awaited by whoever asks whether it answers
    child.once("exit", () => {
      // One that was ended is forgotten when it has gone, which may be before its exit is told here.
      if (!this.#isEnding && this.#started.some(({ pid }) => pid === child.pid)) this.#resolveEnded(name);
    });
    if (onLine && child.stdout) {
      child.stdout.pipe(createWriteStream(logFile, { flags: "a", mode: OWNER_ONLY }));
      forEachLine(child.stdout, onLine);
    }
    this.adopt(name, child, signal, graceMs);
    return child;
  }

  /**
   * Takes in a process that leads a group of its own.
   * @param {string} name @param {import("node:child_process").ChildProcess} child @param {NodeJS.Signals} [signal] @param {number} [graceMs]
   */
  adopt(name, child, signal = "SIGTERM", graceMs = 5_000) {
    if (child.pid === undefined) return;
    this.#started.push({ name, pid: child.pid, startTime: startTimeOf(child.pid) ?? "", signal, graceMs });
    this.#write();
  }

  /** The process ids of what was started here, by name. */
  get pids() {
    return Object.fromEntries(this.#started.map(({ name, pid }) => [name, pid]));
  }

  /** A process that ended by itself, and need not be ended. @param {import("node:child_process").ChildProcess} child */
  release(child) {
    const left = this.#started.filter(({ pid }) => pid !== child.pid);
    if (left.length === this.#started.length) return; // all were forgotten before it was told that this one ended
    this.#started = left;
    this.#write();
  }

  /** A command that is run when all processes have ended, whoever ends them. @param {LastWord} lastWord */
  runAtEnd(lastWord) {
    this.#lastWords.push(lastWord);
    this.#write();
  }

  /** Ends what is recorded, last started first, also what an earlier owner left; then forgets it. */
  async end() {
    this.#isEnding = true;
    await endRecorded(this.#file);
    this.#started = [];
    this.#lastWords = [];
    this.#isEnding = false;
  }

  #write() {
    const owner = { pid: process.pid, startTime: startTimeOf(process.pid) ?? "" };
    writeFileSync(`${this.#file}.new`, JSON.stringify({ owner, started: this.#started, lastWords: this.#lastWords }), {
      mode: OWNER_ONLY,
    });
    renameSync(`${this.#file}.new`, this.#file);
  }
}

/** @param {string} file @returns {FleetRecord | null} */
function readRecord(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return null; // none, or cut off while it was written: nothing that could be trusted
  }
}

/** Asks the command that owns a record to end, and waits until it has. @param {string} file */
export async function endOwner(file) {
  const owner = readRecord(file)?.owner;
  if (!owner || owner.pid === process.pid || !isAlive(owner)) return;
  trySignal(owner.pid, "SIGTERM");
  const until = Date.now() + OWNER_GRACE_MS;
  while (isAlive(owner) && Date.now() < until) await wait(50);
}

const OWNER_GRACE_MS = 60_000;

/** Ends the processes of one record. @param {string} file */
export async function endRecorded(file) {
  const record = readRecord(file);
  for (const started of (record?.started ?? []).reverse()) await endProcess(started);
  for (const { command, args, env } of record?.lastWords ?? [])
    spawnSync(command, args, { env: { ...process.env, ...env } });
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
