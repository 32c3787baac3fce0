import type { SampleColumns } from "../../domain/samples/sample-columns";
import { AppError } from "../../errors";
import { ServerThread } from "../../threads/server-thread";
import type { FromExportThread, ToExportThread } from "./export-messages";
import type { EncoderSettings } from "./series-encoder";

/** A thread that has nothing to do gives its memory back. */
const IDLE_MS = 30_000;
const ENTRY = "server/api/exports/exporting-thread.ts";

type Thread = ServerThread<ToExportThread, FromExportThread>;
type Awaited = { resolve: (pieces: Uint8Array<ArrayBuffer>[]) => void; reject: (cause: unknown) => void };

/** The one thread of a process that makes files of samples, for all exports in turn: they take what of one processor is left. */
class ExportThread {
  private thread: Thread | null = null;
  private readonly awaited = new Map<number, Awaited>();
  private readonly open = new Set<number>();
  private lastId = 0;
  private timer: NodeJS.Timeout | undefined;

  async begin(settings: EncoderSettings): Promise<number> {
    clearTimeout(this.timer);
    const id = ++this.lastId;
    this.open.add(id);
    try {
      await this.ask({ id, kind: "begin", settings });
    } catch (cause) {
      this.close(id);
      throw cause;
    }
    return id;
  }

  /** One question of an export at a time. */
  ask(message: ToExportThread, transferred: ArrayBuffer[] = []): Promise<Uint8Array<ArrayBuffer>[]> {
    return new Promise((resolve, reject) => {
      this.awaited.set(message.id, { resolve, reject });
      this.running().say(message, transferred);
    });
  }

  close(id: number): void {
    this.open.delete(id);
    if (this.open.size > 0) return;
    this.thread?.hold(false);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.end(), IDLE_MS).unref();
  }

  private running(): Thread {
    if (!this.thread?.isAlive) {
      const thread: Thread = new ServerThread(ENTRY);
      thread.onMessage = (message) => this.hear(message);
      thread.onEnd = (cause) => this.hasDied(cause);
      this.thread = thread;
    }
    this.thread.hold(true);
    return this.thread;
  }

  private hear(message: FromExportThread): void {
    const awaited = this.awaited.get(message.id);
    this.awaited.delete(message.id);
    if ("pieces" in message) awaited?.resolve(message.pieces);
    else awaited?.reject(message.error);
  }

  private hasDied(cause: unknown): void {
    const awaited = [...this.awaited.values()];
    this.awaited.clear();
    for (const { reject } of awaited) {
      reject(
        new AppError("internal", "The server failed to make this file. It has been logged; try again.", { cause }),
      );
    }
  }

  private async end(): Promise<void> {
    const { thread } = this;
    this.thread = null;
    await thread?.end();
  }
}

/** One per process, however often a bundler instantiates this module. */
const holder = globalThis as typeof globalThis & { chargeTrackerExportThread?: ExportThread };

/** A file that is being made in the exporting thread. */
export class ThreadedEncoder {
  private constructor(
    private readonly thread: ExportThread,
    private readonly id: number,
  ) {}

  static async begin(settings: EncoderSettings): Promise<ThreadedEncoder> {
    holder.chargeTrackerExportThread ??= new ExportThread();
    const thread = holder.chargeTrackerExportThread;
    return new ThreadedEncoder(thread, await thread.begin(settings));
  }

  /** @param samples taken for good: their memory goes to the thread */
  push(samples: SampleColumns, test: string): Promise<Uint8Array<ArrayBuffer>[]> {
    const { buffer } = samples.timeUs;
    const transferred = buffer instanceof ArrayBuffer ? [buffer] : [];
    return this.thread.ask({ id: this.id, kind: "push", samples, test }, transferred);
  }

  end(): Promise<Uint8Array<ArrayBuffer>[]> {
    return this.thread.ask({ id: this.id, kind: "end" });
  }

  /** When the file is done, or nobody wants it any more. */
  async close({ isDone }: { isDone: boolean }): Promise<void> {
    try {
      if (!isDone) await this.thread.ask({ id: this.id, kind: "drop" });
    } finally {
      this.thread.close(this.id);
    }
  }
}
