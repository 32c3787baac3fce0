import { byteAt } from "../text/bytes";
import { digitsEnd, wholeNumber } from "../text/digits";

const [ZERO, COLON, POINT, COMMA, DASH, SPACE, SMALL_D] = [0x30, 0x3a, 0x2e, 0x2c, 0x2d, 0x20, 0x64];
/** The bit that makes a capital letter small. */
const SMALL = 0x20;
/** The letters after the first of `day` and `days`. */
const REST_OF_DAYS = [0x61, 0x79, 0x73];
const S_PER_DAY = 86_400;
/** A minute of 59.9996 s may be written with 60. */
const MOST_OF_SIXTY = 60;
/** Digits that show that a part after a colon is a fraction. */
const MS_DIGITS = 3;

/**
 * Reads hours, minutes and seconds, with or without days: `144:00:18`, `0:00:01.250`, `1-02:03:04`, `1d 02:03:04`, `2.03:04:05`,
 * `1 02:03:04`, `1 days 02:03:04`; with ms after a colon also minutes and seconds, `03:04:500`. Hours may exceed 24.
 * @returns s; NaN for anything else, also for two parts, which may be hours and minutes or minutes and seconds
 */
export function parseElapsed(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  while (at < to && bytes[at] === SPACE) at++;
  let end = to;
  while (end > at && bytes[end - 1] === SPACE) end--;
  let days = 0;
  for (;;) {
    const numberEnd = digitsEnd(bytes, at, end);
    if (numberEnd === at || numberEnd === end) return Number.NaN;
    if (bytes[numberEnd] === COLON) break;
    const next = afterDays(bytes, numberEnd, end);
    if (next < 0) return Number.NaN;
    days = wholeNumber(bytes, at, numberEnd);
    at = next;
  }
  return days * S_PER_DAY + timeS(bytes, at, end);
}

/** `h:mm:ss` with or without decimals, and `m:ss:ms`, in s; NaN for anything else. */
function timeS(bytes: Uint8Array, from: number, to: number): number {
  const fractionAt = msAfterColon(bytes, from, to);
  const end = fractionAt < 0 ? to : fractionAt;
  const seconds = sixtiethsS(bytes, from, end, fractionAt < 0 ? 3 : 2);
  return fractionAt < 0 ? seconds : seconds + wholeNumber(bytes, to - MS_DIGITS, to) / 1000;
}

/** Where a colon and three digits end the time; −1 where none do. */
function msAfterColon(bytes: Uint8Array, from: number, to: number): number {
  const at = to - MS_DIGITS - 1;
  return at > from && bytes[at] === COLON && digitsEnd(bytes, at + 1, to) === to ? at : -1;
}

/** @param parts at least so many, and at most hours, minutes and seconds */
// complexity: a state machine over bytes, gone through for each row of a file
function sixtiethsS(bytes: Uint8Array, from: number, to: number, parts: number): number {
  let [sixtieths, number, digits, colons] = [0, 0, 0, 0];
  let at = from;
  for (; at < to; at++) {
    const byte = byteAt(bytes, at);
    const digit = byte - ZERO;
    if (digit >= 0 && digit <= 9) {
      number = number * 10 + digit;
      digits++;
    } else if (byte === COLON && digits > 0 && colons < 2 && (colons === 0 || number <= MOST_OF_SIXTY)) {
      sixtieths = sixtieths * 60 + number;
      number = 0;
      digits = 0;
      colons++;
    } else break;
  }
  if (colons < parts - 1 || digits === 0 || number > MOST_OF_SIXTY) return Number.NaN;
  const seconds = sixtieths * 60 + number;
  return at === to ? seconds : seconds + parseFraction(bytes, at, to);
}

/**
 * Two parts, `23:59` or `23:59.5`, as a number of the first: minutes, or hours.
 * @returns NaN for anything else
 */
export function parseTwoParts(bytes: Uint8Array, from: number, to: number): number {
  const colon = digitsEnd(bytes, from, to);
  if (colon === from || bytes[colon] !== COLON) return Number.NaN;
  const second = digitsEnd(bytes, colon + 1, to);
  const size = wholeNumber(bytes, colon + 1, second);
  if (second === colon + 1 || second - colon > MS_DIGITS || size > MOST_OF_SIXTY) return Number.NaN;
  const fraction = second === to ? 0 : parseFraction(bytes, second, to);
  return wholeNumber(bytes, from, colon) + (size + fraction) / 60;
}

/** Where the hours begin after the number of days, or −1: after one of `-`, `.`, `,` and a blank, or after `d` or `days` and a blank. */
// complexity: a state machine over bytes, gone through for each row of a file
function afterDays(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  while (at < to && bytes[at] === SPACE && (byteAt(bytes, at + 1) | SMALL) === SMALL_D) at++;
  const byte = byteAt(bytes, at);
  const isDay = (byte | SMALL) === SMALL_D;
  let next = at + 1;
  for (const letter of REST_OF_DAYS) if (isDay && next < to && (byteAt(bytes, next) | SMALL) === letter) next++;
  if (!isDay && byte !== DASH && byte !== POINT && byte !== COMMA && byte !== SPACE) return -1;
  while (next < to && bytes[next] === SPACE) next++;
  return next < to ? next : -1;
}

/** A decimal mark and digits, of which 15 count. */
function parseFraction(bytes: Uint8Array, from: number, to: number): number {
  if (bytes[from] !== POINT && bytes[from] !== COMMA) return Number.NaN;
  let digits = 0;
  let divisor = 1;
  for (let at = from + 1; at < to; at++) {
    const digit = byteAt(bytes, at) - ZERO;
    if (digit < 0 || digit > 9) return Number.NaN;
    if (divisor >= 1e15) continue;
    digits = digits * 10 + digit;
    divisor *= 10;
  }
  return digits / divisor;
}
