import { join } from "node:path";
import { Worker } from "node:worker_threads";

const US_PER_S = 1e6;

/**
 * A thread of the server that can be ended in the midst of what it does: `worker_threads` from TypeScript, the same in development, in
 * production and in tests.
 */
export class ServerThread<To, From> {
  onMessage: (message: From) => void = () => {};
  /** The thread ended by itself, for want of memory or by a fault of ours. */
  onEnd: (cause: unknown) => void = () => {};
  isAlive = true;
  private readonly worker: Worker;

  /** @param entry from the project's folder, where every process of it is started */
  constructor(entry: string, { heapMib }: { heapMib?: number } = {}) {
    // A bundler shall not take the entry for a part of the program.
    const path = join(/* turbopackIgnore: true */ process.cwd(), entry);
    this.worker = new Worker(/* turbopackIgnore: true */ path, {
      execArgv: ["--import", "tsx"],
      ...(heapMib === undefined ? {} : { resourceLimits: { maxOldGenerationSizeMb: heapMib } }),
    });
    this.worker.unref();
    this.worker.on("message", (message: From) => this.onMessage(message));
    this.worker.on("error", (error) => this.hasEnded(error));
    this.worker.on("exit", () => this.hasEnded(new Error("a thread of the server ended")));
  }

  say(message: To, transferred: ArrayBuffer[] = []): void {
    if (this.isAlive) this.worker.postMessage(message, transferred);
  }

  /** Seconds of processor time since it began; 0 while it begins or ends. */
  async cpuS(): Promise<number> {
    try {
      const { user, system } = await this.worker.cpuUsage();
      return (user + system) / US_PER_S;
    } catch {
      return 0;
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
