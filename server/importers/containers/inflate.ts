import { UnreadableFileError } from "../cycler-file";

/**
 * Inflates bytes as they arrive, and reads no more than it is asked for.
 * @throws UnreadableFileError where they are damaged or end early
 */
export async function* inflate(bytes: AsyncIterable<Uint8Array>, format: "gzip" | "deflate-raw", what: string) {
  const stream = new DecompressionStream(format);
  const reader = stream.readable.getReader();
  const source: { fault: unknown } = { fault: null };
  const pumped = pump(bytes, stream.writable.getWriter(), source);
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      yield value;
    }
  } catch (cause) {
    if (source.fault !== null) throw source.fault;
    throw new UnreadableFileError(`${what} is damaged or cut off`, [
      { row: null, column: null, message: cause instanceof Error ? cause.message : String(cause) },
    ]);
  } finally {
    await reader.cancel().catch(() => {});
    await pumped;
  }
}

/** Faults of the compressed data reach the reader through the stream; a fault of the source is kept for the reader to throw. */
async function pump(
  bytes: AsyncIterable<Uint8Array>,
  writer: WritableStreamDefaultWriter<BufferSource>,
  source: { fault: unknown },
): Promise<void> {
  const iterator = bytes[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await iterator.next().catch((cause: unknown) => {
        source.fault = cause;
        throw cause;
      });
      if (next.done) break;
      await writer.write(new Uint8Array(next.value)); // a copy: the stream may keep it
    }
    await writer.close();
  } catch (cause) {
    await writer.abort(cause).catch(() => {});
    await iterator.return?.();
  }
}
