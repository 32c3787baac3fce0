import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";

/** The server said no for good: what was sent has to be mended, not sent again. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

export type LabClientOptions = {
  url: string;
  key: string;
  /** Aborts what is under way, waits included. */
  signal: AbortSignal;
  print: (line: string) => void;
};

type Call = { method: "GET" | "POST"; path: string; body?: string; idempotencyKey?: string; giveUpAfterMs: number };

const REQUEST_TIMEOUT_MS = 60_000;
const GIVE_UP_AFTER_MS = 120_000;
const RETRY = { firstMs: 250, longestMs: 10_000, longestRequestedMs: 60_000, jitter: 0.25 };
/** Trouble that passes sooner is not worth a line. */
const SAY_AWAY_AFTER_ATTEMPTS = 3;

const problem = z.object({
  title: z.string().optional(),
  detail: z.string().optional(),
  errors: z
    .array(z.object({ pointer: z.string().optional(), row: z.unknown().optional(), message: z.string() }))
    .optional(),
});
const ingestAnswer = z.object({ batchId: z.string(), accepted: z.number() });
const batchAnswer = z.object({ status: z.enum(["queued", "stored", "failed"]), error: z.string().nullish() });

/** How long to wait before trying again, in ms: what the server asks for, else longer each time; never all senders at once. */
export function retryDelayMs(attempt: number, retryAfter: string | null, chance: number): number {
  const asked = Number(retryAfter ?? Number.NaN) * 1000;
  const waitMs = Number.isFinite(asked)
    ? Math.min(RETRY.longestRequestedMs, Math.max(RETRY.firstMs, asked))
    : Math.min(RETRY.longestMs, RETRY.firstMs * 2 ** (attempt - 1));
  return Math.round(waitMs * (1 + RETRY.jitter * chance));
}

/** Speaks the public REST API: sends the same bytes again while the server asks for that or is away. */
export class LabClient {
  /** Keys of this run differ from those of any other, for the same cell may be deleted and simulated anew. */
  private readonly runId = randomUUID();
  private requests = 0;

  constructor(private readonly options: LabClientOptions) {}

  /** What the server has there; null when there is no such thing. */
  async get<T>(path: string, answer: z.ZodType<T>): Promise<T | null> {
    try {
      return answer.parse(await this.send({ method: "GET", path, giveUpAfterMs: GIVE_UP_AFTER_MS }));
    } catch (cause) {
      if (cause instanceof Refusal && cause.status === 404) return null;
      throw cause;
    }
  }

  async post(path: string, body: unknown): Promise<void> {
    await this.send({ method: "POST", path, body: JSON.stringify(body), giveUpAfterMs: GIVE_UP_AFTER_MS });
  }

  /**
   * Sends one batch until it is on the server's disk.
   * @param options.patient for as long as it takes, as a cycler would
   * @returns the id of the batch
   */
  async ingest(body: unknown, options: { patient: boolean }): Promise<string> {
    this.requests += 1;
    const answer = await this.send({
      method: "POST",
      path: "/api/v1/ingest",
      body: JSON.stringify(body),
      idempotencyKey: `sim-${this.runId}-${this.requests}`,
      giveUpAfterMs: options.patient ? Number.POSITIVE_INFINITY : GIVE_UP_AFTER_MS,
    });
    return ingestAnswer.parse(answer).batchId;
  }

  /** Whether the batch is stored by now; one that failed for good is a refusal. */
  async isStored(batchId: string): Promise<boolean> {
    const batch = await this.get(`/api/v1/batches/${batchId}`, batchAnswer);
    if (batch?.status === "failed") throw new Refusal(422, `A batch could not be stored: ${batch.error ?? "unknown"}`);
    return batch?.status === "stored";
  }

  private async send(call: Call): Promise<unknown> {
    const { signal, print } = this.options;
    let firstFailedMs: number | null = null;
    for (let attempt = 1; ; attempt++) {
      const outcome = await this.attempt(call);
      signal.throwIfAborted();
      if ("answer" in outcome) {
        if (attempt > SAY_AWAY_AFTER_ATTEMPTS) print("the server takes samples again");
        return outcome.answer;
      }
      const nowMs = performance.now();
      // A server that asks to be sent the same again is there; only silence is given up on.
      firstFailedMs = outcome.retryAfter === null ? (firstFailedMs ?? nowMs) : nowMs;
      if (nowMs - firstFailedMs > call.giveUpAfterMs) {
        throw new Error(
          `No answer from ${this.options.url} for ${Math.round(call.giveUpAfterMs / 1000)} s: ${outcome.trouble}`,
        );
      }
      if (attempt === SAY_AWAY_AFTER_ATTEMPTS) print(`waiting for the server: ${outcome.trouble}`);
      await sleep(retryDelayMs(attempt, outcome.retryAfter, Math.random()), undefined, { signal });
    }
  }

  /** One try: its answer, or what went wrong in passing. */
  private async attempt(call: Call): Promise<{ answer: unknown } | { trouble: string; retryAfter: string | null }> {
    const { url, key, signal } = this.options;
    const headers = new Headers({ Authorization: `Bearer ${key}` });
    if (call.body !== undefined) headers.set("Content-Type", "application/json");
    if (call.idempotencyKey !== undefined) headers.set("Idempotency-Key", call.idempotencyKey);
    try {
      const response = await fetch(new URL(call.path, url), {
        method: call.method,
        headers,
        body: call.body ?? null,
        signal: AbortSignal.any([signal, AbortSignal.timeout(REQUEST_TIMEOUT_MS)]),
      });
      const text = await response.text();
      if (response.ok) return { answer: parseJson(text) };
      if (response.status === 429 || response.status >= 500) {
        const trouble = `it answers ${response.status}`;
        return { trouble, retryAfter: response.headers.get("Retry-After") };
      }
      throw new Refusal(response.status, `${call.method} ${call.path} → ${response.status} ${explain(text)}`);
    } catch (cause) {
      if (cause instanceof Refusal) throw cause;
      return { trouble: troubleOf(cause), retryAfter: null };
    }
  }
}

/** Node says "fetch failed" and keeps the reason in the cause. */
function troubleOf(cause: unknown): string {
  const error = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return (error instanceof Error && error.message) || code || String(cause);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** A problem document as lines of text; whatever else came, cut short. */
function explain(text: string): string {
  const parsed = problem.safeParse(parseJson(text));
  if (!parsed.success) return text.slice(0, 300);
  const { title, detail, errors = [] } = parsed.data;
  const lines = errors.map(({ pointer, row, message }) => `  ${pointer ?? `row ${String(row)}`}: ${message}`);
  return [detail ?? title ?? "", ...lines].join("\n");
}
