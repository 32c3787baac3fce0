import { AppError } from "../errors";

const JSON_TYPE = /^application\/json\s*(;\s*charset\s*=\s*"?utf-8"?\s*)?$/i;
const MAX_BODY_BYTES = 8 * 1024 * 1024;

/** The bytes of a JSON body as sent, and what they say. Nothing is kept of a body that is too long. */
export async function readJsonBody(request: Request): Promise<{ bytes: Uint8Array; value: unknown }> {
  const contentType = request.headers.get("content-type") ?? "";
  if (!JSON_TYPE.test(contentType.trim())) {
    throw new AppError("unsupported_media_type", `Send application/json in UTF-8, not "${contentType.slice(0, 100)}".`);
  }
  const encoding = request.headers.get("content-encoding")?.trim().toLowerCase() ?? "identity";
  if (encoding !== "identity") {
    throw new AppError("unsupported_media_type", "Send the body without Content-Encoding; nothing else is read yet.");
  }
  const bytes = await readBytes(request);
  return { bytes, value: parseJson(bytes) };
}

async function readBytes(request: Request): Promise<Uint8Array> {
  const tooLarge = () => new AppError("too_large", "A body may have 8 MiB as sent. Split it into several batches.");
  if (Number(request.headers.get("content-length") ?? 0) > MAX_BODY_BYTES) throw tooLarge();
  const reader = request.body?.getReader();
  if (!reader) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read().catch((cause) => {
      throw new AppError("malformed", "The body ended before it was complete.", { cause });
    });
    if (done) return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
    length += value.byteLength;
    if (length > MAX_BODY_BYTES) {
      reader.cancel().catch(() => {}); // it is refused either way
      throw tooLarge();
    }
    chunks.push(value);
  }
}

function parseJson(bytes: Uint8Array): unknown {
  const text = decodeUtf8(bytes);
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AppError("malformed", "The body is not JSON.", { cause });
  }
}

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes); // without `fatal` a broken name would be stored
  } catch (cause) {
    throw new AppError("malformed", "The body is not valid UTF-8.", { cause });
  }
}
