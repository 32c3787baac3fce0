import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { type Answer, postBatch } from "./post-batch";
import { bodyOf } from "./values";

/** How a batch ended for its sender. */
export type End =
  | "acknowledged"
  /** 4xx: it is to be absent. */
  | "refused"
  /** 429 or 503, and its sender gave up: it is to be absent. */
  | "turned away"
  /** No answer, and its sender gave up: it is to be there wholly, or not at all. */
  | "unanswered";

/** A line of the journal: a batch, what was answered, and how it ended. */
export type Entry = {
  cell: string;
  from: number;
  count: number;
  idempotencyKey: string;
  answers: number[];
  batchId: string | null;
  end: End;
  /** From its first try to its end. */
  tookS: number;
  /** Whether its cell was deleted after it was accepted: then it is to end without effect. */
  isTombstoned: boolean;
};

const CELLS = 6;
const SAMPLES = 50;
const PACE_MS = 100;
const RETRY_MS = 200;
const LONGEST_RETRY_MS = 1000;
/** Some senders give up, so that batches stay whose fate nobody was told. */
const GIVES_UP_UNANSWERED = 2;
const GIVES_UP_TURNED_AWAY = 5;
const PATIENCE_MS = 90_000;
/** What a server that is in trouble may say. */
const GOOD_ANSWERS = [202, 429, 503];

/** Cyclers that send batch after batch, each as a careful sender would, and keep a journal of it. */
export class Cyclers {
  readonly journal: Entry[] = [];
  /** What no sender should ever see. */
  readonly complaints = new Set<string>();
  acknowledged = 0;
  private isEnding = false;
  private sending: Promise<unknown> = Promise.resolve();
  private readonly next = new Map<string, number>();

  constructor(
    private readonly target: { url: string; key: string },
    private readonly prefix: string,
  ) {}

  /** Starts to send, until `end`. */
  begin(): void {
    const cells = Array.from({ length: CELLS }, (_, index) => `${this.prefix} ${"x".repeat(index)}`.trim());
    this.sending = Promise.all(cells.map((cell) => this.sendOn(cell)));
  }

  /** Stops; resolves when every batch under way has its end. */
  async end(): Promise<void> {
    this.isEnding = true;
    await this.sending;
  }

  /** Waits until so many more batches are acknowledged. */
  async untilAcknowledged(more: number): Promise<void> {
    const [wanted, untilMs] = [this.acknowledged + more, Date.now() + PATIENCE_MS];
    while (this.acknowledged < wanted) {
      if (Date.now() > untilMs) throw new Error(`only ${this.acknowledged} of ${wanted} batches were acknowledged`);
      await pause(20);
    }
  }

  /** Sends one batch of a cell of its own, and resolves with its line when it has its end. */
  async sendOne(name: string, count = SAMPLES): Promise<Entry> {
    const entry = this.newEntry(`${this.prefix} ${name}`, count);
    await this.deliver(entry);
    return entry;
  }

  /** Enters a batch that the case sends by itself. */
  newEntry(cell: string, count = SAMPLES): Entry {
    const from = this.next.get(cell) ?? 0;
    this.next.set(cell, from + count);
    const entry: Entry = {
      cell,
      from,
      count,
      idempotencyKey: randomUUID(),
      answers: [],
      batchId: null,
      end: "unanswered",
      tookS: 0,
      isTombstoned: false,
    };
    this.journal.push(entry);
    return entry;
  }

  /** Posts a batch once, and writes down what was answered. */
  async post(entry: Entry): Promise<Answer> {
    const body = bodyOf(entry.cell, entry.from, entry.count);
    const answer = await postBatch({ ...this.target, body, idempotencyKey: entry.idempotencyKey });
    if (answer.mayHaveArrived) entry.answers.push(answer.status);
    const { status, batchId } = answer;
    if (status !== 0 && !GOOD_ANSWERS.includes(status)) this.complaints.add(`a good batch was answered ${status}`);
    if ((status === 429 || status === 503) && answer.retryAfterS === null)
      this.complaints.add(`${status} without Retry-After`);
    if (batchId !== null && entry.batchId !== null && batchId !== entry.batchId)
      this.complaints.add("one Idempotency-Key was given two batches");
    entry.batchId ??= batchId;
    return answer;
  }

  private async sendOn(cell: string): Promise<void> {
    while (!this.isEnding) {
      await this.deliver(this.newEntry(cell));
      await pause(PACE_MS);
    }
  }

  /** Sends until it is acknowledged, refused, or its sender gives up. */
  private async deliver(entry: Entry): Promise<void> {
    const number = this.journal.indexOf(entry);
    const beganMs = performance.now();
    for (const untilMs = Date.now() + PATIENCE_MS; Date.now() < untilMs; ) {
      const answer = await this.post(entry);
      const end = this.endAfter(entry, answer, number);
      if (end !== null) {
        entry.end = end;
        entry.tookS = (performance.now() - beganMs) / 1000;
        if (end === "acknowledged") this.acknowledged += 1;
        return;
      }
      await pause(Math.min(LONGEST_RETRY_MS, answer.retryAfterS === null ? RETRY_MS : 1000 * answer.retryAfterS));
    }
    this.complaints.add(`a batch had no end within ${PATIENCE_MS / 1000} s`);
  }

  private endAfter(entry: Entry, { status, mayHaveArrived }: Answer, number: number): End | null {
    if (status === 202) return "acknowledged";
    if (status === 0) return mayHaveArrived && number % GIVES_UP_UNANSWERED === 0 ? "unanswered" : null;
    if (status === 429 || status === 503) {
      if (number % GIVES_UP_TURNED_AWAY !== 0) return null;
      // An earlier try of it may have arrived without an answer.
      return entry.answers.includes(0) ? "unanswered" : "turned away";
    }
    return status >= 500 ? "unanswered" : "refused";
  }
}
