import { detectEncoding, toPlainBytes } from "./text-encoding";
import { readFirst } from "./read-first";

/** The header row of every known format is within this. */
const HEAD_BYTES = 1 << 20;

export type TextHead = {
  /** Complete lines, without line ends. */
  lines: string[];
  /** Whether these are all lines of the file. */
  isWhole: boolean;
  /** The file from its first byte, in UTF-8. */
  chunks: AsyncIterable<Uint8Array>;
  /** To be called where the file is not read further. */
  close: () => Promise<void>;
};

/** Reads the first lines of a text file; `chunks` still has all of it. */
export async function readTextHead(bytes: AsyncIterable<Uint8Array>, headBytes = HEAD_BYTES): Promise<TextHead> {
  const { first, isWhole, all, close } = await readFirst(bytes, headBytes);
  const encoding = detectEncoding(first);
  const text = new TextDecoder(encoding).decode(first);
  const hasOldLineEnds = !text.includes("\n") && text.includes("\r");
  const lines = text.split(hasOldLineEnds ? "\r" : /\r?\n/);
  // The last line may be incomplete.
  if (!isWhole && lines.length > 1) lines.pop();
  return {
    lines,
    isWhole,
    chunks: toPlainBytes(all, encoding, hasOldLineEnds),
    close,
  };
}
