import { floatAt } from "../../domain/samples/sample-columns";
import { byteAt } from "../text/bytes";

/** How a file writes numbers: its decimal mark and its thousands separator ("" where it has none). */
export type NumberStyle = { decimal: "." | ","; group: "" | "." | "," | " " | "'" };

const [ZERO, PLUS, MINUS, POINT, COMMA, SMALL_E, SPACE, TAB] = [0x30, 0x2b, 0x2d, 0x2e, 0x2c, 0x65, 0x20, 0x09];
/** The bit that makes a capital letter small. */
const SMALL = 0x20;
/** Powers of ten that a double holds exactly, so that one multiplication or division by them rounds once. */
const POWERS = Float64Array.from({ length: 23 }, (_, exponent) => 10 ** exponent);

/**
 * Reads a decimal number from bytes without making a string of it: the digits become an integer, which is scaled once by a power of ten.
 * That rounds as `Number` does up to 2⁵³ and 10²². Longer numbers go through `Number`.
 *
 * Without a thousands separator the other decimal mark is understood, too, but not where it may separate thousands.
 * @returns NaN for anything else, infinities included; `isBlank` says whether a value is missing
 */
export function parseNumber(bytes: Uint8Array, from: number, to: number, style: NumberStyle): number {
  const first = skipSpaces(bytes, from, to);
  const end = dropSpaces(bytes, first, to);
  const begin = skipSign(bytes, first);
  const mark = decimalByte(style);
  let digits = 0;
  let markAt = end;
  let at = begin;
  for (; at < end; at++) {
    const byte = byteAt(bytes, at);
    const digit = byte - ZERO;
    if (digit >= 0 && digit <= 9) digits = digits * 10 + digit;
    else if (byte === mark && markAt === end) markAt = at;
    else break;
  }
  const digitCount = at - begin - Number(markAt < at);
  const exponent = parseExponent(bytes, at, end);
  if (digitCount === 0 || Number.isNaN(exponent)) return parseUnusual(bytes, { first, markAt, at, end }, style);
  const scale = exponent - Math.max(0, at - markAt - 1);
  if (!isExact(digits, scale)) return parseText(textOf(bytes, first, end), style);
  const size = scaled(digits, scale);
  return bytes[first] === MINUS ? -size : size;
}

function skipSpaces(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  while (at < to && isSpace(byteAt(bytes, at))) at++;
  return at;
}

function dropSpaces(bytes: Uint8Array, from: number, to: number): number {
  let end = to;
  while (end > from && isSpace(byteAt(bytes, end - 1))) end--;
  return end;
}

const skipSign = (bytes: Uint8Array, at: number) => (bytes[at] === MINUS || bytes[at] === PLUS ? at + 1 : at);

const decimalByte = ({ decimal }: NumberStyle) => (decimal === "." ? POINT : COMMA);

const isExact = (digits: number, scale: number) => digits <= Number.MAX_SAFE_INTEGER && scale >= -22 && scale <= 22;

const scaled = (digits: number, scale: number) =>
  scale < 0 ? digits / floatAt(POWERS, -scale) : digits * floatAt(POWERS, scale);

/** A number with thousands separators, or with the other decimal mark. `at` is where it stopped to be a plain one. */
function parseUnusual(
  bytes: Uint8Array,
  { first, markAt, at, end }: { first: number; markAt: number; at: number; end: number },
  style: NumberStyle,
): number {
  if (at === end) return Number.NaN;
  if (style.group !== "") return parseGrouped(bytes, first, end, style);
  const hasMark = markAt < at;
  if (hasMark || (bytes[at] !== COMMA && bytes[at] !== POINT)) return Number.NaN;
  return mayBeThousands(bytes, first, at, end) ? Number.NaN : parseNumber(bytes, first, end, OTHER[style.decimal]);
}

const isSpace = (byte: number) => byte === SPACE || byte === TAB;

/** The style with the other decimal mark. */
const OTHER: Record<NumberStyle["decimal"], NumberStyle> = {
  ".": { decimal: ",", group: "" },
  ",": { decimal: ".", group: "" },
};

/** `1,234`: up to three digits that do not begin with 0, a mark and three more digits. */
function mayBeThousands(bytes: Uint8Array, from: number, mark: number, to: number): boolean {
  const begin = skipSign(bytes, from);
  if (to - mark !== 4 || begin === mark || mark - begin > 3 || bytes[begin] === ZERO) return false;
  return areDigits(bytes, mark + 1, to);
}

function areDigits(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    const digit = byteAt(bytes, at) - ZERO;
    if (digit < 0 || digit > 9) return false;
  }
  return true;
}

/** `E+05` → 5; 0 for nothing, NaN for anything else. */
function parseExponent(bytes: Uint8Array, from: number, to: number): number {
  if (from === to) return 0;
  if ((byteAt(bytes, from) | SMALL) !== SMALL_E) return Number.NaN;
  const begin = skipSign(bytes, from + 1);
  if (begin >= to || !areDigits(bytes, begin, to)) return Number.NaN;
  let exponent = 0;
  for (let at = begin; at < to; at++) exponent = exponent * 10 + byteAt(bytes, at) - ZERO;
  return bytes[from + 1] === MINUS ? -exponent : exponent;
}

/** `1,234.5` and the like; NaN where a group has not three digits. */
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

/** The text of a field. */
export function textOf(bytes: Uint8Array, from: number, to: number): string {
  return LENIENT.decode(bytes.subarray(from, to)).trim();
}

/** Whether there are only spaces and tabs. */
export function isBlank(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    if (!isSpace(byteAt(bytes, at))) return false;
  }
  return true;
}
