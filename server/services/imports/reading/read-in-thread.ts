import { env } from "../../../env";
import { AppError } from "../../../errors";
import { type ImportOptions, type ImportSummary, UnreadableFileError } from "../../../importers/cycler-file";
import { ArrivingPieces } from "./arriving-pieces";
import type { FromThread, ReadPart } from "./reading-messages";
import { type ReadingThread, readingThreads } from "./reading-threads";

const MIB = 2 ** 20;
const WATCH_EVERY_MS = 200;
/** What a large file may take, in what every file may. */
const MOST_FLOORS = 20;

type File = {
  labId: number;
  /** Its pieces are taken for good. */
  content: AsyncIterable<Uint8Array>;
  options: ImportOptions;
  /** Parts come in order, each when the one before was kept. */
  onPart: (part: ReadPart) => Promise<void>;
};

/**
 * Reads a cycler's file in a thread that can be ended, while it arrives.
 * @throws UnreadableFileError also where it takes more processor time or memory than a file may
 * @throws AppError `too_many` when no thread gets free, `too_slow` when others wait for one and the sender of this file is slow
 */
export async function readInThread(file: File): Promise<ImportSummary> {
  const pieces = new ArrivingPieces(file.content);
  const arriving = pieces.arrive();
  const threads = readingThreads();
  const leased = threads.lease(file.labId);
  let thread: ReadingThread;
  try {
    // Who breaks off is not waited for.
    thread = await Promise.race([leased, arriving.then(() => leased)]);
  } catch (cause) {
    pieces.cease();
    leased.then(
      (unused) => threads.release(unused),
      () => {},
    );
    throw cause;
  }
  const summary = await new FileReading(file, pieces, thread, arriving).outcome;
  await arriving; // of a file that was read before its end, the rest may still be wrong
  return summary;
}

class FileReading {
  readonly outcome: Promise<ImportSummary>;
  private readonly settled = Promise.withResolvers<ImportSummary>();
  private outcomeIs: "done" | "failed" | null = null;
  /** The thread does not read this file any more. */
  private hasLeft = false;
  /** The parts that are being kept, one after the other. */
  private keeping: Promise<void> = Promise.resolve();
  private readonly cpuBeforeS: Promise<number>;
  private readonly watching: NodeJS.Timeout;

  constructor(
    private readonly file: File,
    private readonly pieces: ArrivingPieces,
    private readonly thread: ReadingThread,
    arriving: Promise<void>,
  ) {
    this.outcome = this.settled.promise;
    thread.onMessage = (message) => this.hear(message);
    thread.onEnd = (cause) => this.hasDied(cause);
    thread.say({ kind: "read", options: file.options });
    this.cpuBeforeS = thread.cpuS();
    this.watching = setInterval(() => void this.watch(), WATCH_EVERY_MS);
    pieces.sendTo(thread);
    arriving.catch((cause: unknown) => this.giveUp(cause));
  }

  private hear(message: FromThread): void {
    if (message.kind === "took") this.pieces.wasTaken();
    else if (message.kind === "part") this.keep(message.part);
    else {
      this.leave();
      if (message.kind === "done") this.succeed(message.summary);
      else this.fail(toError(message));
    }
  }

  private keep(part: ReadPart): void {
    this.keeping = this.keeping.then(async () => {
      if (this.outcomeIs === "failed") return;
      await this.file.onPart(part);
      // A thread that has read to the end has another file by now.
      const { buffer } = part.bytes;
      if (!this.hasLeft) this.thread.say({ kind: "kept", buffer }, [buffer]);
    });
    this.keeping.catch((cause: unknown) => this.giveUp(cause));
  }

  /** Tells the thread that nobody wants this file any more; it is somebody else's when it has heard. */
  private giveUp(cause: unknown): void {
    if (!this.hasLeft) this.thread.say({ kind: "stop" });
    this.fail(cause);
  }

  private succeed(summary: ImportSummary): void {
    this.outcomeIs ??= "done";
    this.pieces.cease();
    this.keeping.then(
      () => this.settled.resolve(summary),
      (cause: unknown) => this.settled.reject(cause),
    );
  }

  /** The first failure counts, when nothing of the file is being kept any more. */
  private fail(cause: unknown): void {
    if (this.outcomeIs !== null) return;
    this.outcomeIs = "failed";
    this.pieces.cease();
    const settle = () => this.settled.reject(cause);
    this.keeping.then(settle, settle);
  }

  private async watch(): Promise<void> {
    const [before, now] = [await this.cpuBeforeS, await this.thread.cpuS()];
    if (this.hasLeft) return;
    const mostS = mostCpuS(this.pieces.bytes);
    if (now - before > mostS) {
      const message = `reading it takes over ${Math.round(mostS)} s of processor time, more than a file of its size may take: split it, or export it as CSV`;
      this.endThread(new UnreadableFileError(message, [{ row: null, column: null, message }]));
    } else if (this.pieces.isSlow && readingThreads().areWanted) {
      const message = "Others wait to have a file read, and hardly anything of this one arrived in the last seconds.";
      this.giveUp(new AppError("too_slow", `${message} Send it again, packed with gzip, or later.`));
    }
  }

  private endThread(cause: unknown): void {
    this.leave(this.thread.end());
    this.fail(cause);
  }

  private hasDied(cause: unknown): void {
    const isForMemory = cause instanceof Error && "code" in cause && cause.code === "ERR_WORKER_OUT_OF_MEMORY";
    const message = `reading it takes over ${env().IMPORT_THREAD_MIB} MiB of memory: split it, or export it as CSV`;
    this.endThread(
      isForMemory
        ? new UnreadableFileError(message, [{ row: null, column: null, message }])
        : new AppError("internal", "The server failed to read this file. It has been logged; try again.", { cause }),
    );
  }

  private leave(after: Promise<void> = Promise.resolve()): void {
    if (this.hasLeft) return;
    this.hasLeft = true;
    clearInterval(this.watching);
    this.thread.onMessage = () => {};
    this.thread.onEnd = () => {};
    void after.finally(() => readingThreads().release(this.thread));
  }
}

/** Seconds of processor time that reading a file may take of which so many bytes arrived. */
function mostCpuS(bytes: number): number {
  const { IMPORT_CPU_S: floorS, IMPORT_CPU_S_PER_MIB: perMibS } = env();
  return Math.min(floorS + (bytes / MIB) * perMibS, floorS * MOST_FLOORS);
}

function toError(message: Exclude<FromThread, { kind: "took" | "part" | "done" }>): unknown {
  return message.kind === "failed"
    ? message.error
    : new UnreadableFileError(message.message, message.problems, message.table);
}
