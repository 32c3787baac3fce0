import { AppError } from "../../errors";
import { checkContentDigest } from "./content-digest";
import type { Held } from "./open-bodies";
import { inflate } from "./inflate-body";
import { parseJson } from "./parse-json";

const MIB = 1024 * 1024;

export type BodyLimits = {
  /** As sent. */
  sentBytes: number;
  inflatedBytes: number;
  /** For all of it to arrive: a sender of a byte a second may not hold on to a request for a month. */
  deadlineMs: number;
};

export const INGEST_BODY_LIMITS: BodyLimits = { sentBytes: 8 * MIB, inflatedBytes: 64 * MIB, deadlineMs: 60_000 };
const JSON_BODY_LIMITS: BodyLimits = { ...INGEST_BODY_LIMITS, sentBytes: MIB, inflatedBytes: MIB };

/** What the API reads of a request: a web `Request` has it, and Node's own can be given it at little cost. */
export type ApiRequest = {
  readonly method: string;
  /** Of its host nothing is believed. */
  readonly url: string;
  readonly headers: ApiHeaders;
  readonly body: { getReader: () => BodyReader } | null;
};
export type ApiHeaders = { get: (name: string) => string | null };
export type BodyReader = {
  read: () => Promise<{ done?: boolean | undefined; value?: Uint8Array | undefined }>;
  cancel: () => Promise<void>;
};

export type SentBody = {
  /** As they came over the wire: what digests and Idempotency-Keys mean. */
  sent: Buffer;
  /** By gzip. */
  isPacked: boolean;
};

/** What a JSON body says. */
export async function readJsonBody(request: ApiRequest): Promise<unknown> {
  requireMediaType(request.headers, ["application/json"]);
  return parseJson(await contentOf(await readBody(request, JSON_BODY_LIMITS), JSON_BODY_LIMITS));
}

/**
 * What a body holds, inflated where it was packed.
 * @throws AppError `too_large`, `malformed` for what is no gzip
 */
export const contentOf = async ({ sent, isPacked }: SentBody, { inflatedBytes }: BodyLimits): Promise<Buffer> =>
  isPacked ? inflate(sent, inflatedBytes) : sent;

const PARAMETER = /^(?:charset\s*=\s*"?utf-8"?|header\s*=\s*"?present"?)?$/i;

/**
 * The media type of a body, which has to be one of these, in UTF-8.
 * @throws AppError `unsupported_media_type`
 */
export function requireMediaType<T extends string>(headers: ApiHeaders, types: readonly T[]): T {
  const contentType = headers.get("content-type") ?? "";
  const [name = "", ...parameters] = contentType.split(";");
  const type = types.find((known) => known === name.trim().toLowerCase());
  if (type !== undefined && parameters.every((parameter) => PARAMETER.test(parameter.trim()))) return type;
  const sent = contentType.slice(0, 100);
  throw new AppError("unsupported_media_type", `Send ${types.join(", ")} in UTF-8, not "${sent}".`);
}

/**
 * The bytes of a body. Nothing is kept of one that is refused.
 * @param held what counts them as they come
 * @throws AppError `unsupported_media_type` for an encoding other than gzip; `too_large`, `too_slow`; as `held`; `malformed` when it arrived otherwise
 * than its headers say
 */
export async function readBody(request: ApiRequest, limits: BodyLimits, held?: Held): Promise<SentBody> {
  const encoding = request.headers.get("content-encoding")?.trim().toLowerCase() ?? "identity";
  if (!["identity", "gzip", "x-gzip"].includes(encoding)) {
    throw new AppError("unsupported_media_type", "Send the body with Content-Encoding: gzip or none.");
  }
  const sent = await readBytes(request, limits, held);
  checkContentDigest(request.headers.get("content-digest"), sent);
  return { sent, isPacked: encoding !== "identity" };
}

async function readBytes(request: ApiRequest, limits: BodyLimits, held?: Held): Promise<Buffer> {
  const { sentBytes, deadlineMs } = limits;
  const declaredBytes = request.headers.get("content-length");
  if (Number(declaredBytes ?? 0) > sentBytes) throw tooLarge(sentBytes);
  const reader = request.body?.getReader();
  const sent = reader ? await withinDeadline(reader, readChunks(reader, sentBytes, held), deadlineMs) : Buffer.alloc(0);
  if (declaredBytes === null || Number(declaredBytes) === sent.length) return sent;
  throw new AppError(
    "malformed",
    `${sent.length} bytes arrived where Content-Length says ${declaredBytes.slice(0, 20)}.`,
  );
}

const tooLarge = (bytes: number) =>
  new AppError("too_large", `A body is limited to ${bytes / MIB} MiB as sent. Split it into several batches.`);

async function withinDeadline<T>(reader: BodyReader, reading: Promise<T>, deadlineMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    const message = `The body took over ${deadlineMs / 1000} s to arrive. Send smaller batches.`;
    timer = setTimeout(() => reject(new AppError("too_slow", message)), deadlineMs);
  });
  try {
    return await Promise.race([reading, deadline]);
  } catch (cause) {
    reader.cancel().catch(() => {}); // it is refused either way
    throw cause;
  } finally {
    clearTimeout(timer);
  }
}

async function readChunks(reader: BodyReader, maxBytes: number, held?: Held): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read().catch((cause) => {
      throw new AppError("malformed", "The body ended before it was complete.", { cause });
    });
    if (done || !value) return chunks.length === 1 && chunks[0] ? asBuffer(chunks[0]) : Buffer.concat(chunks);
    length += value.byteLength;
    if (length > maxBytes) throw tooLarge(maxBytes);
    held?.add(value.byteLength);
    chunks.push(value);
  }
}

const asBuffer = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
