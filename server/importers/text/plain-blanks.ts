import { isBlank } from "../table/parse-number";
import { byteAt } from "./bytes";

const OTHER_BLANKS = /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/g;
/** Marks of byte order and of direction, and blanks without a width. */
const UNSEEN = /\ufeff|[\u200b-\u200f]|\u2060/g;
const END_OF_FILE = 0x1a;
/** Page breaks, what is left of line ends that were written twice, and the mark that DOS ends a file with. */
const BREAKS = new RegExp(
  `^[\\f\\v\\r${String.fromCharCode(END_OF_FILE)}]+|[\\f\\v\\r${String.fromCharCode(END_OF_FILE)}]+$`,
  "g",
);

/** The same text with ordinary blanks only, as programs read them that write no others. */
export function plainBlanks(text: string): string {
  return text.replace(OTHER_BLANKS, " ").replace(UNSEEN, "").replace(BREAKS, "");
}

/** Whether there may be something to be made plain. */
export function mayHideBlanks(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    const byte = byteAt(bytes, at);
    if (byte >= 0x80 || (byte >= 0x0b && byte <= 0x0d) || byte === END_OF_FILE) return true;
  }
  return false;
}

const STRICT = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const WESTERN = new TextDecoder("windows-1252");
const ENCODER = new TextEncoder();

/** A line with ordinary blanks only; null where it has no others. It is in UTF-8, or a part of the file that shows late that it is not. */
export function withPlainBlanks(bytes: Uint8Array, from: number, to: number): Uint8Array | null {
  if (!mayHideBlanks(bytes, from, to)) return null;
  const line = bytes.subarray(from, to);
  const { text, isUtf8 } = decoded(line);
  const plain = plainBlanks(text);
  return isUtf8 && plain === text ? null : ENCODER.encode(plain);
}

function decoded(line: Uint8Array): { text: string; isUtf8: boolean } {
  try {
    return { text: STRICT.decode(line), isUtf8: true };
  } catch {
    return { text: WESTERN.decode(line), isUtf8: false };
  }
}

/** Whether a line has nothing between its separators. */
export function isEmptyLine(bytes: Uint8Array, from: number, to: number, separator: number): boolean {
  for (let at = from; at < to; at++) {
    if (bytes[at] !== separator && !isBlank(bytes, at, at + 1)) return false;
  }
  return true;
}
