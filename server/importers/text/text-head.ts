import { detectEncoding, toPlainBytes } from "./text-encoding";
import { readFirst } from "../table/read-first";

/** The column line of every known format lies within this. */
const HEAD_BYTES = 1 << 20;

export type TextHead = {
  /** Whole lines, without their ends. */
  lines: string[];
  /** Whether these are all lines of the file. */
  isWhole: boolean;
  /** The file from its first byte, in UTF-8. */
  chunks: AsyncIterable<Uint8Array>;
  /** For a file that is not read on. */
  close: () => Promise<void>;
};

/** Reads the first lines of a text file, and gives the whole of it back. */
export async function readTextHead(bytes: AsyncIterable<Uint8Array>, headBytes = HEAD_BYTES): Promise<TextHead> {
  const { first, isWhole, all, close } = await readFirst(bytes, headBytes);
  const encoding = detectEncoding(first);
  const text = new TextDecoder(encoding).decode(first);
  const hasOldLineEnds = !text.includes("\n") && text.includes("\r");
  const lines = text.split(hasOldLineEnds ? "\r" : /\r?\n/);
  // The last line of a head that is not the whole file may be half a line.
  if (!isWhole && lines.length > 1) lines.pop();
  return {
    lines,
    isWhole,
    chunks: toPlainBytes(all, encoding, hasOldLineEnds),
    close,
  };
}
