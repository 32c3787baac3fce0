import { byteAt } from "../text/bytes";
import { digitsEnd, wholeNumber } from "../text/digits";

const [ZERO, COLON, POINT, COMMA, DASH, BLANK, SMALL_D] = [0x30, 0x3a, 0x2e, 0x2c, 0x2d, 0x20, 0x64];
/** The bit that makes a capital letter small. */
const SMALL = 0x20;
const S_PER_DAY = 86_400;

/**
 * Reads hours, minutes and seconds, with or without days: `144:00:18`, `0:00:01.250`, `1-02:03:04`, `1d 02:03:04`, `2.03:04:05`,
 * `1 02:03:04`. Hours may exceed 24.
 * @returns s; NaN for anything else, also for two parts, which may be hours and minutes or minutes and seconds
 */
export function parseElapsed(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  while (at < to && bytes[at] === BLANK) at++;
  let end = to;
  while (end > at && bytes[end - 1] === BLANK) end--;
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

/** `h:mm:ss` with or without decimals, in s; NaN for anything else. */
function timeS(bytes: Uint8Array, from: number, to: number): number {
  let [sixtieths, number, digits, colons] = [0, 0, 0, 0];
  let at = from;
  for (; at < to; at++) {
    const byte = byteAt(bytes, at);
    const digit = byte - ZERO;
    if (digit >= 0 && digit <= 9) {
      number = number * 10 + digit;
      digits++;
    } else if (byte === COLON && digits > 0 && colons < 2) {
      sixtieths = sixtieths * 60 + number;
      number = 0;
      digits = 0;
      colons++;
    } else break;
  }
  if (colons !== 2 || digits === 0) return Number.NaN;
  const seconds = sixtieths * 60 + number;
  return at === to ? seconds : seconds + parseFraction(bytes, at, to);
}

/** Where the hours begin after the number of days, or −1: after one of `-`, `.`, `,` and a blank, or after `d` and a blank. */
function afterDays(bytes: Uint8Array, at: number, to: number): number {
  const byte = byteAt(bytes, at);
  const isDay = (byte | SMALL) === SMALL_D;
  let next = at + 1;
  if (!isDay && byte !== DASH && byte !== POINT && byte !== COMMA && byte !== BLANK) return -1;
  while (next < to && bytes[next] === BLANK) next++;
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
