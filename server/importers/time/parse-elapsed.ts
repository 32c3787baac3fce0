const [ZERO, COLON, POINT, COMMA, DASH, BLANK, SMALL_D] = [0x30, 0x3a, 0x2e, 0x2c, 0x2d, 0x20, 0x64];
const SMALL = 0x20;

/**
 * Reads hours, minutes and seconds, with or without days before them: `144:00:18`, `0:00:01.250`, `1-02:03:04`, `1d 02:03:04`,
 * `2.03:04:05`, `1 02:03:04`. Hours run past 24. One pass over the bytes with the states of such a time.
 * @returns s; NaN for anything else, two parts included, which could be either hours or minutes
 */
export function parseElapsed(bytes: Uint8Array, from: number, to: number): number {
  let days = 0;
  let sixtieths = 0;
  let number = 0;
  let digits = 0;
  let colons = 0;
  let at = from;
  while (at < to && bytes[at] === BLANK) at++;
  let end = to;
  while (end > at && bytes[end - 1] === BLANK) end--;
  for (; at < end; at++) {
    const byte = bytes[at] as number;
    const digit = byte - ZERO;
    if (digit >= 0 && digit <= 9) {
      number = number * 10 + digit;
      digits++;
    } else if (byte === COLON && digits > 0 && colons < 2) {
      sixtieths = sixtieths * 60 + number;
      number = 0;
      digits = 0;
      colons++;
    } else if (colons === 2 && digits > 0 && (byte === POINT || byte === COMMA)) {
      const fraction = parseFraction(bytes, at + 1, end);
      return days * 86_400 + sixtieths * 60 + number + fraction;
    } else if (colons === 0 && digits > 0) {
      const next = afterDays(bytes, at, end);
      if (next < 0) return Number.NaN;
      days = number;
      number = 0;
      digits = 0;
      at = next - 1;
    } else {
      return Number.NaN;
    }
  }
  return colons === 2 && digits > 0 ? days * 86_400 + sixtieths * 60 + number : Number.NaN;
}

/** Where the hours begin behind the number of days, or −1: behind one of `-`, `.`, `,`, a blank, or `d` and a blank. */
function afterDays(bytes: Uint8Array, at: number, to: number): number {
  const byte = bytes[at] as number;
  const isDay = (byte | SMALL) === SMALL_D;
  let next = at + 1;
  if (!isDay && byte !== DASH && byte !== POINT && byte !== COMMA && byte !== BLANK) return -1;
  while (next < to && bytes[next] === BLANK) next++;
  return next < to ? next : -1;
}

function parseFraction(bytes: Uint8Array, from: number, to: number): number {
  let digits = 0;
  let divisor = 1;
  for (let at = from; at < to; at++) {
    const digit = (bytes[at] as number) - ZERO;
    if (!(digit >= 0 && digit <= 9)) return Number.NaN;
    if (divisor >= 1e15) continue;
    digits = digits * 10 + digit;
    divisor *= 10;
  }
  return digits / divisor;
}
