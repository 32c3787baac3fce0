import { detectEncoding, type TextEncoding, toPlainBytes } from "./text-encoding";

/** The column line of every known format lies within this. */
const HEAD_BYTES = 1 << 20;

export type TextHead = {
  encoding: TextEncoding;
  /** Decodes cells that hold words in `chunks`. */
  cellEncoding: string;
  /** Whole lines, without their ends. */
  lines: string[];
  /** The file from its first byte, in ASCII's separators, digits and line ends. */
  chunks: AsyncIterable<Uint8Array>;
};

/** Reads the first lines of a text file, and gives the whole of it back. */
export async function readTextHead(bytes: AsyncIterable<Uint8Array>): Promise<TextHead> {
  const iterator = bytes[Symbol.asyncIterator]();
  const first: Uint8Array[] = [];
  let length = 0;
  let isWhole = false;
  while (length < HEAD_BYTES && !isWhole) {
    const { value, done } = await iterator.next();
    if (done) isWhole = true;
    else {
      first.push(value);
      length += value.length;
    }
  }
  const head = joinBytes(first).subarray(0, HEAD_BYTES);
  isWhole = isWhole && length <= HEAD_BYTES;
  const encoding = detectEncoding(head);
  const text = new TextDecoder(encoding).decode(head);
  const hasOldLineEnds = !text.includes("\n") && text.includes("\r");
  const lines = text.split(hasOldLineEnds ? "\r" : /\r?\n/);
  // The last line of a head that is not the whole file may be half a line.
  if (!isWhole && lines.length > 1) lines.pop();
  const isWide = encoding === "utf-16le" || encoding === "utf-16be";
  return {
    encoding,
    cellEncoding: isWide ? "utf-8" : encoding,
    lines,
    chunks: toPlainBytes(restored(first, iterator), encoding, hasOldLineEnds),
  };
}

async function* restored(first: readonly Uint8Array[], iterator: AsyncIterator<Uint8Array>) {
  yield* first;
  for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
}

function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  const [only] = parts;
  if (only && parts.length === 1) return only;
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
