import { isBlank } from "../numbers/parse-number";
import { byteAt } from "./bytes";

const OTHER_SPACES = /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/g;
/** Byte order marks, direction marks and spaces without a width. */
const UNSEEN = /\ufeff|[\u200b-\u200f]|\u2060/g;
/** Dashes and the true minus sign, before a number: spreadsheets and typesetters put them there. */
const MINUS = /[\u2010-\u2014\u2212\ufe63\uff0d](?=[\d.,])/g;
const END_OF_FILE = 0x1a;
/** Page breaks, leftovers of doubled line ends, and the end-of-file mark of DOS. */
const BREAKS = new Set(["\f", "\v", "\r", String.fromCharCode(END_OF_FILE)]);

/** The same text with ordinary spaces only, and with the minus of numbers. */
export function plainWhitespace(text: string): string {
  const plain = text.replace(OTHER_SPACES, " ").replace(UNSEEN, "").replace(MINUS, "-");
  let [from, to] = [0, plain.length];
  while (from < to && BREAKS.has(plain.charAt(from))) from += 1;
  while (to > from && BREAKS.has(plain.charAt(to - 1))) to -= 1;
  return plain.slice(from, to);
}

/** Whether there may be other whitespace. */
export function mayHideWhitespace(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    const byte = byteAt(bytes, at);
    if (byte >= 0x80 || (byte >= 0x0b && byte <= 0x0d) || byte === END_OF_FILE) return true;
  }
  return false;
}

const STRICT = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const WESTERN = new TextDecoder("windows-1252");
const ENCODER = new TextEncoder();

/** A line with ordinary spaces only; null where it has no others. Usually in UTF-8; a line that is not shows a wrong guess of the encoding. */
export function withPlainWhitespace(bytes: Uint8Array, from: number, to: number): Uint8Array | null {
  if (!mayHideWhitespace(bytes, from, to)) return null;
  const line = bytes.subarray(from, to);
  const { text, isUtf8 } = decoded(line);
  const plain = plainWhitespace(text);
  return isUtf8 && plain === text ? null : ENCODER.encode(plain);
}

function decoded(line: Uint8Array): { text: string; isUtf8: boolean } {
  try {
    return { text: STRICT.decode(line), isUtf8: true };
  } catch {
    return { text: WESTERN.decode(line), isUtf8: false };
  }
}

/** Whether a line has no text between its separators. */
export function isEmptyLine(bytes: Uint8Array, from: number, to: number, separator: number): boolean {
  for (let at = from; at < to; at++) {
    if (bytes[at] !== separator && !isBlank(bytes, at, at + 1)) return false;
  }
  return true;
}
