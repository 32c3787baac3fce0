import type { ChildProcess } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import type { FaultyWay } from "../faults/faulty-way";
import type { Fleet } from "../scripts/services/processes.mjs";
import { localPortsOf } from "./local-ports";

const LOOK_EVERY_MS = 20;

type Start = () => Promise<ChildProcess>;
type Fate = {
  fleet: Pick<Fleet, "release">;
  start: Start;
  /** On which others reach it, and those that it alone goes. */
  ways?: readonly FaultyWay[];
  /** On which it reaches others, beside third ones. */
  waysToOthers?: () => readonly FaultyWay[];
  /** Processes that it started and that outlive it. */
  servers?: () => number[];
};

/** Processes that share a fate, as those of one machine do: killed, frozen and cut off together. */
export class Machine {
  private child: ChildProcess | null = null;
  private isWanted = false;
  private isFrozen = false;

  constructor(
    readonly name: string,
    private readonly fate: Fate,
  ) {}

  async start(): Promise<void> {
    const child = await this.fate.start();
    this.child = child;
    this.isWanted = true;
    child.once("exit", () => this.fate.fleet.release(child));
  }

  isRunning(): boolean {
    return this.child !== null && this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Whether it is gone though nobody asked it to end. */
  hasDied(): boolean {
    return this.isWanted && !this.isRunning();
  }

  /** As a power cut would. */
  async kill(): Promise<void> {
    this.isWanted = false;
    const pids = this.pids();
    signal(pids, "SIGKILL");
    while (this.isRunning() || pids.some(isAlive)) await pause(LOOK_EVERY_MS);
    this.isFrozen = false;
  }

  async freeze(): Promise<void> {
    this.isFrozen = true;
    signal(this.pids(), "SIGSTOP");
  }

  /** As when its cable is pulled: nothing reaches it, and it reaches nothing. */
  async isolate(): Promise<void> {
    for (const way of this.fate.ways ?? []) way.isolate();
    for (const way of this.fate.waysToOthers?.() ?? []) way.isolateFrom(() => localPortsOf(this.pids()));
  }

  /** Undoes what was done to it, whatever it was. */
  async bringBack(): Promise<void> {
    for (const way of [...(this.fate.ways ?? []), ...(this.fate.waysToOthers?.() ?? [])]) way.release();
    if (this.isFrozen) signal(this.pids(), "SIGCONT");
    this.isFrozen = false;
    if (!this.isRunning()) await this.start();
  }

  private pids(): number[] {
    const roots = [...(this.child?.pid === undefined ? [] : [this.child.pid]), ...(this.fate.servers?.() ?? [])];
    const parents = parentsOfAll();
    const found = new Set(roots.filter(isAlive));
    for (let before = -1; before < found.size; ) {
      before = found.size;
      for (const [pid, parent] of parents) if (found.has(parent)) found.add(pid);
    }
    return [...found];
  }
}

function signal(pids: readonly number[], name: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, name);
    } catch {
      // gone meanwhile
    }
  }
}

function parentsOfAll(): Map<number, number> {
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return new Map(pids.map((pid) => [Number(pid), Number(statOf(Number(pid))?.[1] ?? 0)]));
}

function isAlive(pid: number): boolean {
  const state = statOf(pid)?.[0];
  return state !== undefined && state !== "Z";
}

/** State, parent and more; null for none. */
function statOf(pid: number): string[] | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  } catch {
    return null;
  }
}
