/** Encodings of files without a byte order mark, by their names in TextDecoder. */
export type TextEncoding = "utf-8" | "utf-16le" | "utf-16be" | "windows-1252" | "gb18030" | "shift_jis" | "euc-kr";

/**
 * The encoding of the beginning of a file: by its byte order mark, the zeros of UTF-16, or whether it is valid UTF-8. The other two decode
 * any bytes, so Chinese exports are recognised by words of their headings.
 */
export function detectEncoding(head: Uint8Array): TextEncoding {
  const utf16 = utf16ByMark(head) ?? utf16ByZeros(head.subarray(0, 4096));
  if (utf16 !== null) return utf16;
  if (isUtf8(head)) return "utf-8";
  return ASIAN.find(([encoding, words]) => words.test(new TextDecoder(encoding).decode(head)))?.[0] ?? "windows-1252";
}

/** Encodings that decode nearly any bytes, with words of headings that come out in the right one only. */
const ASIAN: readonly (readonly [TextEncoding, RegExp])[] = [
  ["gb18030", /电压|电流|时间|循环|工步|容量|步骤|记录/],
  ["shift_jis", /電圧|電流|時間|サイクル|容量|温度/],
  ["euc-kr", /전압|전류|시간|용량|온도|사이클/],
];

function utf16ByMark([first, second]: Uint8Array): TextEncoding | null {
  if (first === 0xff && second === 0xfe) return "utf-16le";
  return first === 0xfe && second === 0xff ? "utf-16be" : null;
}

/** Latin text in UTF-16 has a zero in every other byte. */
function utf16ByZeros(bytes: Uint8Array): TextEncoding | null {
  const { odd, even } = countZeros(bytes);
  if (odd > even * 4 && odd * 5 > bytes.length) return "utf-16le";
  return even > odd * 4 && even * 5 > bytes.length ? "utf-16be" : null;
}

function countZeros(bytes: Uint8Array): { odd: number; even: number } {
  const zeros = { odd: 0, even: 0 };
  bytes.forEach((byte, at) => {
    if (byte === 0) zeros[at % 2 === 1 ? "odd" : "even"] += 1;
  });
  return zeros;
}

/** The head of a file may end inside a character. */
function isUtf8(head: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(head, { stream: true });
    return true;
  } catch {
    return false;
  }
}

const CARRIAGE_RETURN = 0x0d;
const LINE_FEED = 0x0a;

/** The same text in UTF-8 without a byte order mark. What is UTF-8 already is not touched. */
export async function* toPlainBytes(
  chunks: AsyncIterable<Uint8Array>,
  encoding: TextEncoding,
  hasOldLineEnds: boolean,
) {
  const isOther = encoding !== "utf-8";
  const decoder = new TextDecoder(encoding);
  const encoder = new TextEncoder();
  let isFirst = true;
  for await (const chunk of chunks) {
    let bytes = isOther ? encoder.encode(decoder.decode(chunk, { stream: true })) : chunk;
    if (isFirst && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) bytes = bytes.subarray(3);
    isFirst = isFirst && bytes.length === 0;
    if (hasOldLineEnds) bytes = bytes.map((byte) => (byte === CARRIAGE_RETURN ? LINE_FEED : byte));
    yield bytes;
  }
  if (isOther) yield encoder.encode(decoder.decode());
}
