import { createGunzip, gunzipSync } from "node:zlib";
import { AppError } from "../../errors";

/** What nearly every body inflates to at most; it is inflated at once. */
const AT_ONCE_BYTES = 8 * 1024 * 1024;
const MIN_CHUNK_BYTES = 1024;
const COUNTED_CHUNK_BYTES = 64 * 1024;

/**
 * The bytes that gzip packed (one or several members, as `cat a.gz b.gz` makes them). Of a body that inflates to more than `maxBytes`
 * hardly anything is ever in memory: what may be large is counted first, and inflated to be kept only when it fits.
 * @throws AppError `malformed` for what is no gzip, ends early or goes on behind its end; `too_large`
 */
export async function inflate(packed: Buffer, maxBytes: number): Promise<Buffer> {
  const inflated = inflateSmall(packed, Math.min(AT_ONCE_BYTES, maxBytes));
  if (inflated) return inflated;
  const bytes = await oneAtATime(() => countInflated(packed, maxBytes));
  const kept = bytes <= maxBytes ? inflateUpTo(packed, maxBytes, bytes) : null;
  if (kept) return kept;
  throw new AppError("too_large", `A body may inflate to ${maxBytes / 2 ** 20} MiB. Split it into several batches.`);
}

/**
 * The same for a body of which little comes out, at once; null when it is more than `maxBytes`.
 * @throws AppError `malformed`
 */
export function inflateSmall(packed: Buffer, maxBytes: number): Buffer | null {
  // The last bytes say how much comes out. A sender may lie there, so they decide about the way only.
  const saidBytes = packed.length >= 4 ? packed.readUInt32LE(packed.length - 4) : 0;
  return saidBytes <= maxBytes ? inflateUpTo(packed, maxBytes, saidBytes) : null;
}

/** Null when more than `maxBytes` come out. */
function inflateUpTo(packed: Buffer, maxBytes: number, expectedBytes: number): Buffer | null {
  try {
    const chunkSize = Math.max(MIN_CHUNK_BYTES, expectedBytes + 1);
    const result: unknown = gunzipSync(packed, { maxOutputLength: Math.max(1, maxBytes), chunkSize, info: true });
    // With `info` Node answers this object, of which its types do not know.
    const { buffer, engine } = result as { buffer: Buffer; engine: { bytesWritten: number } };
    // Node itself lets pass what follows a zero byte.
    if (engine.bytesWritten < packed.length) throw new AppError("malformed", "Bytes follow the end of the gzip body.");
    return buffer;
  } catch (cause) {
    if (cause instanceof RangeError && "code" in cause && cause.code === "ERR_BUFFER_TOO_LARGE") return null;
    throw cause instanceof AppError ? cause : notGzip(cause);
  }
}

const notGzip = (cause: unknown) =>
  new AppError("malformed", "The body is not gzip, or not all of it: send all of its bytes, or no Content-Encoding.", {
    cause,
  });

/** How many bytes come out, counted no further than just past `maxBytes`. */
async function countInflated(packed: Buffer, maxBytes: number): Promise<number> {
  const gunzip = createGunzip({ chunkSize: COUNTED_CHUNK_BYTES });
  gunzip.end(packed);
  let bytes = 0;
  try {
    // The types do not say what a stream holds; zlib's hold buffers.
    for await (const chunk of gunzip as AsyncIterable<Buffer<ArrayBuffer>>) {
      bytes += chunk.length;
      // Handed back at once: the garbage collector would let some 32 MiB of them come together first.
      if (chunk.length === chunk.buffer.byteLength) chunk.buffer.transfer(0);
      if (bytes > maxBytes) break; // and with it the stream ends
    }
    return bytes;
  } catch (cause) {
    throw notGzip(cause);
  }
}

let lane: Promise<unknown> = Promise.resolve();

/** Large bodies are counted one after the other, so that many of them at once take no more memory than one. */
function oneAtATime<T>(work: () => Promise<T>): Promise<T> {
  const result = lane.then(work, work);
  lane = result.catch(() => {});
  return result;
}
