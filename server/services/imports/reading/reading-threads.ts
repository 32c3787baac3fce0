import { env } from "../../../env";
import { AppError } from "../../../errors";
import { onShutdown } from "../../../lifecycle";
import { logger } from "../../../logger";
import { ServerThread } from "../../../threads/server-thread";
import type { FromThread, ToThread } from "./reading-messages";

/** For a thread. */
const MOST_WAIT_MS = 120_000;
const RETRY_AFTER_S = 15;

/** Reads a file at a time. */
export type ReadingThread = ServerThread<ToThread, FromThread>;

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
    if (this.idle.length + this.taken.size === 0) this.idle.push(this.start());
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

  private start(): ReadingThread {
    return new ServerThread(this.entry, { heapMib: env().IMPORT_THREAD_MIB });
  }

  private grant(): void {
    const { IMPORT_THREADS: most } = env();
    for (const waiting of this.waiting) {
      if (this.taken.size >= most) return;
      // One lab leaves a thread to the others, where there are several.
      if (this.heldBy(waiting.labId) >= Math.max(1, most - 1)) continue;
      this.waiting = this.waiting.filter((one) => one !== waiting);
      const thread = this.idle.pop() ?? this.start();
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
