/** How a file writes numbers: its decimal mark, and what it puts between thousands ("" for nothing). */
export type NumberStyle = { decimal: "." | ","; group: "" | "." | "," | " " | "'" };

const [ZERO, PLUS, MINUS, POINT, COMMA, SMALL_E, BLANK, TAB] = [0x30, 0x2b, 0x2d, 0x2e, 0x2c, 0x65, 0x20, 0x09];
const SMALL = 0x20;
/** Powers of ten that a double holds exactly, so that one multiplication or division by them rounds once. */
const POWERS = Array.from({ length: 23 }, (_, exponent) => 10 ** exponent);
const LARGEST_EXACT = Number.MAX_SAFE_INTEGER;

/**
 * Reads a decimal number out of bytes, without making a string of it: digits are gathered as an integer and scaled once by a power of ten,
 * which rounds as `Number` does up to 2⁵³ and 10²². What is longer goes through `Number`.
 *
 * Without a group mark the other decimal mark is understood, too, but not where it may stand between thousands. One pass over the bytes with the
 * states of a number; taken apart, its parts would hand them around for every digit.
 * @returns NaN for what is no number, infinities included; ask `isBlank` first to tell what is missing
 */
export function parseNumber(bytes: Uint8Array, from: number, to: number, style: NumberStyle): number {
  let at = from;
  let end = to;
  while (at < end && isSpace(bytes[at] as number)) at++;
  while (end > at && isSpace(bytes[end - 1] as number)) end--;
  const first = at;
  const sign = bytes[at];
  if (sign === MINUS || sign === PLUS) at++;
  let digits = 0;
  let fraction = 0;
  let seen = 0;
  let isFraction = false;
  let exponent = 0;
  for (; at < end; at++) {
    const byte = bytes[at] as number;
    const digit = byte - ZERO;
    if (digit >= 0 && digit <= 9) {
      digits = digits * 10 + digit;
      seen++;
      if (isFraction) fraction++;
    } else if (!isFraction && isMark(byte, style)) {
      isFraction = true;
    } else if ((byte | SMALL) === SMALL_E && seen > 0) {
      exponent = parseExponent(bytes, at + 1, end);
      break;
    } else {
      if (style.group !== "") return parseGrouped(bytes, first, end, style);
      if (isFraction || (byte !== COMMA && byte !== POINT)) return Number.NaN;
      return mayBeThousands(bytes, first, at, end) ? Number.NaN : parseNumber(bytes, first, end, OTHER[style.decimal]);
    }
  }
  const scale = exponent - fraction;
  if (seen === 0 || Number.isNaN(exponent)) return Number.NaN;
  if (digits > LARGEST_EXACT || scale < -22 || scale > 22) return parseText(textOf(bytes, first, end), style);
  const size = scale < 0 ? digits / (POWERS[-scale] as number) : digits * (POWERS[scale] as number);
  return sign === MINUS ? -size : size;
}

const isSpace = (byte: number) => byte === BLANK || byte === TAB;

const isMark = (byte: number, style: NumberStyle) => byte === (style.decimal === "." ? POINT : COMMA);

/** By the decimal mark of a style, the one with the other. */
const OTHER: Record<NumberStyle["decimal"], NumberStyle> = {
  ".": { decimal: ",", group: "" },
  ",": { decimal: ".", group: "" },
};

/** `1,234`: up to three digits, no lone 0, then a mark and three more. */
function mayBeThousands(bytes: Uint8Array, from: number, mark: number, to: number): boolean {
  let first = from;
  if (bytes[first] === MINUS || bytes[first] === PLUS) first++;
  if (to - mark !== 4 || first === mark || mark - first > 3 || bytes[first] === ZERO) return false;
  for (let at = mark + 1; at < to; at++) {
    const digit = (bytes[at] as number) - ZERO;
    if (!(digit >= 0 && digit <= 9)) return false;
  }
  return true;
}

function parseExponent(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  const sign = bytes[at];
  if (sign === MINUS || sign === PLUS) at++;
  if (at === to) return Number.NaN;
  let exponent = 0;
  for (; at < to; at++) {
    const digit = (bytes[at] as number) - ZERO;
    if (!(digit >= 0 && digit <= 9)) return Number.NaN;
    exponent = exponent * 10 + digit;
  }
  return sign === MINUS ? -exponent : exponent;
}

/** `1,234.5` and the like: groups of three only, or it is no number. */
function parseGrouped(bytes: Uint8Array, from: number, to: number, style: NumberStyle): number {
  const text = textOf(bytes, from, to)
    .replaceAll(/[\u00a0\u202f\u2009]/g, " ")
    .replaceAll("’", "'");
  const group = style.group.replace(".", "\\.");
  const decimal = style.decimal.replace(".", "\\.");
  const pattern = new RegExp(`^[+-]?\\d{1,3}(?:${group}\\d{3})+(?:${decimal}\\d*)?$`);
  return pattern.test(text) ? parseText(text.replaceAll(style.group, ""), style) : Number.NaN;
}

const parseText = (text: string, { decimal }: NumberStyle): number => {
  const value = Number(decimal === "," ? text.replace(",", ".") : text);
  return Number.isFinite(value) ? value : Number.NaN;
};

const LENIENT = new TextDecoder("utf-8");

/** The text of a cell. */
export function textOf(bytes: Uint8Array, from: number, to: number): string {
  return LENIENT.decode(bytes.subarray(from, to)).trim();
}

/** Whether there is nothing but blanks. */
export function isBlank(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    if (!isSpace(bytes[at] as number)) return false;
  }
  return true;
}
