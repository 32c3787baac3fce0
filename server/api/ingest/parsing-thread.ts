import { parentPort } from "node:worker_threads";
import { type ErrorKind, type InputProblem, toAppError } from "../../errors";
import { standBehind } from "../../threads/stand-behind";
import { contentOf, INGEST_BODY_LIMITS, type SentBody } from "../http/read-body";
import { type Form, readForm } from "./forms";
import type { IngestBatch, IngestContext } from "./ingest-batch";

// The thread that parses large bodies: started by parse-body.ts.

export type LargeBody = SentBody & { form: Form; context: IngestContext };

export type ParsedBody =
  | { kind: "batch"; batch: IngestBatch }
  | { kind: "refused"; error: { kind: ErrorKind; message: string; problems: readonly InputProblem[] } }
  | { kind: "failed"; error: unknown };

standBehind();
parentPort?.on("message", async (body: LargeBody) => parentPort?.postMessage(await parsed(body)));

async function parsed({ sent, isPacked, form, context }: LargeBody): Promise<ParsedBody> {
  try {
    const bytes = Buffer.from(sent.buffer, sent.byteOffset, sent.byteLength); // a buffer arrives as plain bytes
    const content = await contentOf({ sent: bytes, isPacked }, INGEST_BODY_LIMITS);
    return { kind: "batch", batch: readForm(form, content, context) };
  } catch (cause) {
    const { kind, message, problems } = toAppError(cause);
    return kind === "internal"
      ? { kind: "failed", error: cause }
      : { kind: "refused", error: { kind, message, problems } };
  }
}
