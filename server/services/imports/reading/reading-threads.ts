import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { env } from "../../../env";
import { AppError } from "../../../errors";
import { onShutdown } from "../../../lifecycle";
import { logger } from "../../../logger";
import type { FromThread, ToThread } from "./reading-messages";

const US_PER_S = 1e6;
/** For a thread. */
const MOST_WAIT_MS = 120_000;
const RETRY_AFTER_S = 15;

/** A thread that reads a file at a time, and can be ended in the midst of it. */
export class ReadingThread {
  /** What hears of the file that is being read. */
  onMessage: (message: FromThread) => void = () => {};
  /** The thread ended by itself, for want of memory or by a fault of ours. */
  onEnd: (cause: unknown) => void = () => {};
  isAlive = true;
  private readonly worker: Worker;

  constructor(entry: string) {
    // From the project's folder, where every process of it is started: a bundler shall not take it for a part of the program.
    const path = join(/* turbopackIgnore: true */ process.cwd(), entry);
    this.worker = new Worker(/* turbopackIgnore: true */ path, {
      execArgv: ["--import", "tsx"],
      name: "reading",
      resourceLimits: { maxOldGenerationSizeMb: env().IMPORT_THREAD_MIB },
    });
    this.worker.unref();
    this.worker.on("message", (message: FromThread) => this.onMessage(message));
    this.worker.on("error", (error) => this.hasEnded(error));
    this.worker.on("exit", () => this.hasEnded(new Error("a reading thread ended")));
  }

  say(message: ToThread, transferred: ArrayBuffer[] = []): void {
    if (this.isAlive) this.worker.postMessage(message, transferred);
  }

  /** Seconds of processor time since it began; null when it is ending. */
  async cpuS(): Promise<number | null> {
    try {
      const { user, system } = await this.worker.cpuUsage();
      return (user + system) / US_PER_S;
    } catch {
      return null;
    }
  }

  /** Whether the process shall live on for it. */
  hold(isHeld: boolean): void {
    if (isHeld) this.worker.ref();
    else this.worker.unref();
  }

  async end(): Promise<void> {
    this.isAlive = false;
    await this.worker.terminate();
  }

  private hasEnded(cause: unknown): void {
    if (!this.isAlive) return;
    this.isAlive = false;
    this.onEnd(cause);
  }
}

type Waiting = { labId: number; resolve: (thread: ReadingThread) => void };

/** The few threads of a process that read files: one file each, and whoever comes when all are taken waits in turn. */
export class ReadingThreads {
  private readonly idle: ReadingThread[] = [];
  private readonly taken = new Map<ReadingThread, number>();
  private waiting: Waiting[] = [];

  constructor(private readonly entry = "server/services/imports/reading/reading-thread.ts") {}

  /** Whether somebody waits for a thread. */
  get areWanted(): boolean {
    return this.waiting.length > 0;
  }

  /** Starts a thread, so that the first file does not wait for one. */
  warm(): void {
    if (this.idle.length + this.taken.size === 0) this.idle.push(new ReadingThread(this.entry));
  }

  /** @throws AppError `too_many` when none gets free in time */
  lease(labId: number): Promise<ReadingThread> {
    return new Promise((resolve, reject) => {
      const giveUp = setTimeout(() => {
        this.waiting = this.waiting.filter((one) => one !== waiting);
        const message = "Other files are being read, and none was done in time. Send the same file again later.";
        reject(new AppError("too_many", message, { retryAfterS: RETRY_AFTER_S }));
      }, MOST_WAIT_MS);
      const waiting: Waiting = {
        labId,
        resolve: (thread) => {
          clearTimeout(giveUp);
          resolve(thread);
        },
      };
      this.waiting.push(waiting);
      this.grant();
    });
  }

  release(thread: ReadingThread): void {
    this.taken.delete(thread);
    thread.hold(false);
    // In development a thread would go on with the code that it was started with.
    if (thread.isAlive && env().NODE_ENV !== "development") this.idle.push(thread);
    else void thread.end().catch((error: unknown) => logger.warn({ error }, "a reading thread did not end"));
    this.grant();
    if (env().NODE_ENV === "production") this.warm();
  }

  async close(): Promise<void> {
    await Promise.all([...this.idle.splice(0), ...this.taken.keys()].map((thread) => thread.end()));
  }

  private grant(): void {
    const { IMPORT_THREADS: most } = env();
    for (const waiting of this.waiting) {
      if (this.taken.size >= most) return;
      // One lab leaves a thread to the others, where there are several.
      if (this.heldBy(waiting.labId) >= Math.max(1, most - 1)) continue;
      this.waiting = this.waiting.filter((one) => one !== waiting);
      const thread = this.idle.pop() ?? new ReadingThread(this.entry);
      this.taken.set(thread, waiting.labId);
      thread.hold(true);
      waiting.resolve(thread);
    }
  }

  private heldBy(labId: number): number {
    return [...this.taken.values()].filter((holder) => holder === labId).length;
  }
}

/** One per process, however often a bundler instantiates this module. */
const holder = globalThis as typeof globalThis & { chargeTrackerReadingThreads?: ReadingThreads };

export function readingThreads(): ReadingThreads {
  if (!holder.chargeTrackerReadingThreads) {
    holder.chargeTrackerReadingThreads = new ReadingThreads();
    onShutdown("workers", () => holder.chargeTrackerReadingThreads?.close());
  }
  return holder.chargeTrackerReadingThreads;
}

/** From here on, files are read by these. */
export async function useReadingThreads(threads: ReadingThreads): Promise<void> {
  const earlier = readingThreads();
  holder.chargeTrackerReadingThreads = threads;
  await earlier.close();
}
