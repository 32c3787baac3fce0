import type { ReadingThread } from "./reading-threads";

/** Of a file, what arrived and no thread has begun. */
const MOST_AHEAD_BYTES = 512 * 1024;
const MOST_PIECES_AHEAD = 2;
/** While others wait for a thread, so much of a file has to arrive in so long. */
const ENOUGH_BYTES = 256 * 1024;
const PATIENCE_MS = 10_000;

/** A file on its way from its sender to the thread that reads it, a little ahead of both. */
export class ArrivingPieces {
  /** So far. */
  bytes = 0;
  private thread: ReadingThread | null = null;
  private arrived: Uint8Array[] = [];
  private arrivedBytes = 0;
  private piecesAhead = 0;
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
    this.piecesAhead -= 1;
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
    if (this.thread === null || this.piecesAhead >= MOST_PIECES_AHEAD) return;
    if (this.arrivedBytes > 0) {
      const bytes = joined(this.arrived, this.arrivedBytes);
      this.arrived = [];
      this.arrivedBytes = 0;
      this.piecesAhead += 1;
      this.thread.say({ kind: "piece", bytes }, [bytes.buffer]);
      this.wake();
    }
    if (!this.hasEnded) return;
    this.thread.say({ kind: "end" });
    this.thread = null;
  }
}

/** Bytes of their own: those that arrived may lie in memory that others use. */
function joined(pieces: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.byteLength;
  }
  return all;
}
