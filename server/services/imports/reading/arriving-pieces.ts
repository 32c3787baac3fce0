import { isMarkedAsUntransferable } from "node:worker_threads";
import type { ReadingThread } from "./reading-threads";

/** Of a file, what arrived and no thread has begun. */
const MOST_AHEAD_BYTES = 512 * 1024;
const MOST_SENT_AHEAD = 2;
/** While others wait for a thread, so much of a file has to arrive in so long. */
const ENOUGH_BYTES = 256 * 1024;
const PATIENCE_MS = 10_000;

/**
 * A file on its way from its sender to the thread that reads it, a little ahead of both. The memory of its pieces goes with them: copies would
 * keep the garbage collector of the process busy.
 */
export class ArrivingPieces {
  /** So far. */
  bytes = 0;
  private thread: ReadingThread | null = null;
  private arrived: Uint8Array[] = [];
  private arrivedBytes = 0;
  private sentAhead = 0;
  private hasEnded = false;
  private isUnwanted = false;
  private wake = () => {};
  /** Of the sender: what it sent lately, how long that was waited for, and since when it is waited for again. */
  private sent = { bytes: 0, waitedMs: 0, sinceMs: Number.NaN };

  constructor(private readonly content: AsyncIterable<Uint8Array>) {}

  /** Resolves when all of it arrived, or nothing more is wanted. */
  async arrive(): Promise<void> {
    const iterator = this.content[Symbol.asyncIterator]();
    while (!this.isUnwanted) {
      const piece = await this.next(iterator);
      if (piece === null) break;
      this.arrived.push(piece);
      this.arrivedBytes += piece.byteLength;
      this.bytes += piece.byteLength;
      this.send();
      while (this.arrivedBytes >= MOST_AHEAD_BYTES && !this.isUnwanted) {
        await new Promise<void>((resolve) => {
          this.wake = resolve;
        });
      }
    }
    this.hasEnded = true;
    this.send();
  }

  sendTo(thread: ReadingThread): void {
    this.thread = thread;
    this.send();
  }

  /** The thread began another piece. */
  wasTaken(): void {
    this.sentAhead -= 1;
    this.send();
  }

  /** Nothing more of the file is wanted. */
  cease(): void {
    this.isUnwanted = true;
    this.thread = null;
    this.wake();
  }

  /** Whether its sender lets others wait. */
  get isSlow(): boolean {
    const { waitedMs, sinceMs } = this.sent;
    const nowMs = Number.isNaN(sinceMs) ? 0 : performance.now() - sinceMs;
    return !this.hasEnded && waitedMs + nowMs > PATIENCE_MS;
  }

  private async next(iterator: AsyncIterator<Uint8Array>): Promise<Uint8Array | null> {
    const { sent } = this;
    sent.sinceMs = performance.now();
    const { done, value } = await iterator.next();
    sent.waitedMs += performance.now() - sent.sinceMs;
    sent.sinceMs = Number.NaN;
    if (done) return null;
    sent.bytes += value.byteLength;
    if (sent.bytes >= ENOUGH_BYTES) this.sent = { bytes: 0, waitedMs: 0, sinceMs: Number.NaN };
    return value;
  }

  private send(): void {
    if (this.thread === null || this.sentAhead >= MOST_SENT_AHEAD) return;
    if (this.arrivedBytes > 0) {
      const pieces = this.arrived.map(onItsOwn);
      this.arrived = [];
      this.arrivedBytes = 0;
      this.sentAhead += 1;
      this.thread.say(
        { kind: "pieces", pieces },
        pieces.map(({ buffer }) => buffer),
      );
      this.wake();
    }
    if (!this.hasEnded) return;
    this.thread.say({ kind: "end" });
    this.thread = null;
  }
}

/** A piece whose memory can be given to the thread: its own, or a copy where others have a share in it. */
function onItsOwn(piece: Uint8Array): Uint8Array<ArrayBuffer> {
  const { buffer, byteOffset, byteLength } = piece;
  const isWhole = buffer instanceof ArrayBuffer && buffer.byteLength === byteLength;
  return isWhole && !isMarkedAsUntransferable(buffer)
    ? new Uint8Array(buffer, byteOffset, byteLength)
    : new Uint8Array(piece);
}
