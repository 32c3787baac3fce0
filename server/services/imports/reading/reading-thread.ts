import { parentPort } from "node:worker_threads";
import { packSamples, Scratch } from "../../../domain/samples/packed-samples";
import { findOutOfBounds } from "../../../domain/samples/sample-bounds";
import { floatAt, type SampleColumns } from "../../../domain/samples/sample-columns";
import {
  type FileProblem,
  type ImportOptions,
  type ImportPart,
  UnreadableFileError,
} from "../../../importers/cycler-file";
import { readCyclerFile } from "../../../importers/read-cycler-file";
import { standBehind } from "../../../threads/stand-behind";
import type { FromThread, ToThread } from "./reading-messages";

// The thread that reads files: started by reading-threads.ts, which ends it where a file takes too much.

const US_PER_MS = 1000;
/** Parts that the process keeps while the thread reads on. */
const MOST_PARTS_AHEAD = 2;

const port = parentPort;
if (port === null) throw new Error("reading-thread.ts runs as a thread only");
const say = (message: FromThread, transferred: ArrayBuffer[] = []) => port.postMessage(message, transferred);
standBehind();

class StoppedError extends Error {}

/** One file, as its pieces arrive. */
class Reading {
  /** As they were sent, some at a time. */
  private readonly arrived: (readonly Uint8Array[])[] = [];
  private hasEnded = false;
  private isStopped = false;
  private partsAhead = 0;
  private waiting: (() => void)[] = [];
  private readonly scratches: Scratch[] = [];

  push(pieces: readonly Uint8Array[]): void {
    this.arrived.push(pieces);
    this.wake();
  }

  end(): void {
    this.hasEnded = true;
    this.wake();
  }

  stop(): void {
    this.isStopped = true;
    this.wake();
  }

  wasKept(buffer: ArrayBuffer): void {
    this.partsAhead -= 1;
    this.scratches.push(new Scratch(buffer));
    this.wake();
  }

  async read(options: ImportOptions): Promise<void> {
    try {
      const summary = await readCyclerFile(this.content(), options, (part) => this.handOn(part));
      say({ kind: "done", summary });
    } catch (cause) {
      say(toMessage(cause));
    }
  }

  private async *content(): AsyncGenerator<Uint8Array, void> {
    for (;;) {
      await this.until(() => this.arrived.length > 0 || this.hasEnded);
      const pieces = this.arrived.shift();
      if (!pieces) return;
      say({ kind: "took" });
      yield* pieces;
    }
  }

  private async handOn(part: ImportPart): Promise<void> {
    if (part.samples.length === 0) return;
    await this.until(() => this.partsAhead < MOST_PARTS_AHEAD);
    const { cell, test, firstRow, lastRow, samples } = part;
    const { header, bytes } = packSamples(samples, this.scratches.pop());
    const [fromUs, toUs] = [floatAt(samples.timeUs, 0), floatAt(samples.timeUs, samples.length - 1)];
    this.partsAhead += 1;
    const fault = faultOf(part);
    release(samples);
    say({ kind: "part", part: { cell, test, firstRow, lastRow, header, bytes, fromUs, toUs, fault } }, [bytes.buffer]);
  }

  private wake(): void {
    const { waiting } = this;
    this.waiting = [];
    for (const resolve of waiting) resolve();
  }

  /** @throws StoppedError */
  private async until(isReady: () => boolean): Promise<void> {
    while (!this.isStopped && !isReady()) {
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
    if (this.isStopped) throw new StoppedError("nobody wants this file any more");
  }
}

/** Gives the memory of samples back that nobody reads any more: left to the garbage collector, tens of megabytes of them pile up. */
function release({ timeUs }: SampleColumns): void {
  const { buffer } = timeUs;
  if (buffer instanceof ArrayBuffer) buffer.transfer(0);
}

function faultOf({ samples, firstRow, lastRow }: ImportPart): FileProblem | null {
  const found = findOutOfBounds(samples, { nowUs: Date.now() * US_PER_MS });
  if (!found) return null;
  const { index, column, message } = found;
  // Where no line was left out between, lines and samples count alike.
  const row = lastRow - firstRow + 1 === samples.length ? firstRow + index : firstRow;
  return { row, column, message: `${message} (lines ${firstRow}–${lastRow})` };
}

function toMessage(cause: unknown): FromThread {
  if (!(cause instanceof UnreadableFileError)) return { kind: "failed", error: cause };
  const { message, problems, table } = cause;
  return { kind: "refused", message, problems, table };
}

let reading = new Reading();
port.on("message", (message: ToThread) => {
  if (message.kind === "read") {
    reading = new Reading();
    void reading.read(message.options);
  } else if (message.kind === "pieces") reading.push(message.pieces);
  else if (message.kind === "end") reading.end();
  else if (message.kind === "kept") reading.wasKept(message.buffer);
  else reading.stop();
});
