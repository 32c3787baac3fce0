import { floatAt } from "../../domain/samples/sample-columns";
import { AppError } from "../../errors";

/** Below this, brackets and commas cannot do harm, and are not counted. */
const COUNTED_FROM_BYTES = 256 * 1024;
const MAX_DEPTH = 64;
/** Of one object: a batch may name 1,000 cells. */
const MAX_NAMES = 2_000;
const MAX_LISTS_AND_OBJECTS = 1_000_000;
/** A full batch has 50,000 rows, each of some of 70 names. */
const MAX_VALUES = 4_000_000;
/** No name and no value of a body may be nearly as long, however its characters are written. */
const MAX_TEXT_BYTES = 256 * 1024;

/** @throws AppError `malformed` for broken UTF-8; `JSON.parse` alone never sees it, and a broken name would be stored */
export function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new AppError("malformed", "The body is not valid UTF-8.", { cause });
  }
}

/** @throws AppError `malformed` when it is no JSON */
export function parseJson(bytes: Uint8Array): unknown {
  refuseOverwhelmingJson(bytes);
  const text = decodeUtf8(bytes);
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AppError("malformed", "The body is not JSON.", { cause });
  }
}

const [QUOTE, BACKSLASH, COMMA, OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = Buffer.from('"\\,[]{}');

/**
 * Refuses what `JSON.parse` would turn into far more memory or time than any batch needs: 8 MiB of `[` cost it 0.5 GB, 64 MiB of `{},`
 * 2 GB, an object of 4 million names 16 s. It looks at structure only; what is no JSON at all may pass.
 * @throws AppError `malformed` when nested too deeply, `too_large` for too many values, `invalid_input` for a text that is longer than any may be
 */
// complexity: one pass over bytes, a branch for each mark of JSON
export function refuseOverwhelmingJson(bytes: Uint8Array): void {
  if (bytes.length < COUNTED_FROM_BYTES) return;
  // By depth: the names of the object that is open there, and −Infinity of a list, which may be long.
  const names = new Float64Array(MAX_DEPTH + 1);
  let depth = 0;
  let opened = 0;
  let values = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === QUOTE) at = endOfString(bytes, at);
    else if (byte === COMMA) {
      values++;
      names[depth] = floatAt(names, depth) + 1;
      if (floatAt(names, depth) > MAX_NAMES) throw tooMany("names in one object");
    } else if (byte === OPEN_LIST || byte === OPEN_OBJECT) {
      opened++;
      if (++depth > MAX_DEPTH) throw new AppError("malformed", `The body is nested deeper than ${MAX_DEPTH} levels.`);
      names[depth] = byte === OPEN_OBJECT ? 1 : Number.NEGATIVE_INFINITY;
    } else if ((byte === CLOSE_LIST || byte === CLOSE_OBJECT) && depth > 0) depth--;
  }
  if (opened > MAX_LISTS_AND_OBJECTS || opened + values > MAX_VALUES) throw tooMany("values");
}

const tooMany = (what: string) =>
  new AppError("too_large", `The body has more ${what} than a batch can need. Split it into several.`);

/** Where the closing quote of a string is that opens at `from`. */
function endOfString(bytes: Uint8Array, from: number): number {
  let at = from + 1;
  const last = Math.min(bytes.length, from + MAX_TEXT_BYTES);
  while (at < last && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1;
  if (at < last || last === bytes.length) return at;
  const message = `The body has a text of over ${MAX_TEXT_BYTES / 1024} KiB, from byte ${from} on. No name or value may be as long.`;
  throw new AppError("invalid_input", message);
}
