import { z } from "zod";

export type Answer = {
  /** 0: there was none. */
  status: number;
  /** False when nobody listened: nothing of the request can have arrived. */
  mayHaveArrived: boolean;
  batchId: string | null;
  isDuplicate: boolean;
  /** s; null when the server named no time. */
  retryAfterS: number | null;
};

const PATIENCE_MS = 20_000;

const accepted = z.object({ batchId: z.string(), duplicate: z.boolean() });

/** Posts a body once, and tells how it ended. */
export async function postBatch(args: {
  url: string;
  key: string;
  body: string;
  idempotencyKey: string;
}): Promise<Answer> {
  const headers = {
    authorization: `Bearer ${args.key}`,
    "content-type": "application/json",
    "idempotency-key": args.idempotencyKey,
  };
  try {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const response = await fetch(`${args.url}/api/v1/ingest`, { method: "POST", headers, body: args.body, signal });
    const text = await response.text();
    const parsed = response.status === 202 ? accepted.parse(JSON.parse(text)) : null;
    const retryAfter = response.headers.get("retry-after");
    return {
      status: response.status,
      mayHaveArrived: true,
      batchId: parsed?.batchId ?? null,
      isDuplicate: parsed?.duplicate ?? false,
      retryAfterS: retryAfter === null ? null : Number(retryAfter),
    };
  } catch (cause) {
    const mayHaveArrived = codeOf(cause) !== "ECONNREFUSED";
    return { status: 0, mayHaveArrived, batchId: null, isDuplicate: false, retryAfterS: null };
  }
}

/** Node says "fetch failed" and keeps the reason in the cause. */
function codeOf(cause: unknown): string {
  const error = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  return error instanceof Error && "code" in error ? String(error.code) : "";
}
