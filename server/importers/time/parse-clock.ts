import { byteAt } from "../text/bytes";
import { digitsEnd, isDigit, wholeNumber } from "../text/digits";
import { monthOf, saysNothing } from "./calendar-words";
import { type NumberStyle, parseNumber } from "../numbers/parse-number";

/** The order of the parts of a numeric date. */
export type DateOrder = "ymd" | "mdy" | "dmy";

/**
 * A reading of a clock. `faceUs` is the time shown as if it were UTC, or the moment itself where the clock names its zone or counts from
 * 1970; `isNumber` for a single number without date and time of day.
 */
export type ClockReading = { faceUs: number; isMoment: boolean; resolutionUs: number; isNumber: boolean };

const [SMALL_A, SMALL_E, SMALL_Z, SPACE, COLON] = [0x61, 0x65, 0x7a, 0x20, 0x3a];
const [PLUS, MINUS, POINT, COMMA] = [0x2b, 0x2d, 0x2e, 0x2c];
/** The bit that makes a capital letter small. */
const SMALL = 0x20;
const US_PER_S = 1e6;
const US_PER_DAY = 86_400 * US_PER_S;

/**
 * Reads a date and time, number by number: `2022-05-18 16:27:52`, `5/11/2021 3:40:24 PM`, `23-Nov-23 3:56:11 PM`, `19.06.2023 17:56:53,5`,
 * `2020-12-19T20:18:27+00:00`, Unix time in any usual unit, and the days that Excel counts.
 * @param order of a numeric date that does not begin with the year
 * @returns null for what is not a calendar date
 */
export function parseClock(bytes: Uint8Array, from: number, to: number, order: DateOrder): ClockReading | null {
  const value = parseNumber(bytes, from, to, EITHER_MARK);
  if (!Number.isNaN(value)) return plainNumber(value, countDecimals(bytes, from, to));
  const parts = readParts(bytes, from, to);
  return parts === null ? null : toReading(parts, order);
}

type Parts = {
  numbers: number[];
  /** Count of digits of each number. */
  widths: number[];
  /** The mark after each number, spaces skipped. */
  marks: number[];
  /** Month named in letters; else 0. */
  month: number;
  /** Position of the named month among the numbers. */
  monthAt: number;
  half: "am" | "pm" | null;
  /** Offset of the zone in minutes, where it is named. */
  zoneMin: number | null;
};

/** Splits a date and time into numbers, words and a zone. Null where a word or zone means nothing. */
function readParts(bytes: Uint8Array, from: number, to: number): Parts | null {
  const parts: Parts = { numbers: [], widths: [], marks: [], month: 0, monthAt: 0, half: null, zoneMin: null };
  let at = from;
  while (at < to) {
    const byte = byteAt(bytes, at);
    if (isDigit(byte)) at = readNumber(parts, bytes, at, to);
    else if (isLetter(byte)) {
      const end = lettersEnd(bytes, at, to);
      if (!readWord(parts, TEXT.decode(bytes.subarray(at, end)).toLowerCase())) return null;
      at = end;
    } else if (mayBeginZone(byte, parts)) return readZone(parts, TEXT.decode(bytes.subarray(at, to)).trim());
    else at++;
  }
  return parts;
}

/** Returns where the number ends. */
function readNumber(parts: Parts, bytes: Uint8Array, from: number, to: number): number {
  const end = digitsEnd(bytes, from, to);
  if (readCompact(parts, bytes, from, end)) return end;
  parts.numbers.push(wholeNumber(bytes, from, end));
  parts.widths.push(end - from);
  parts.marks.push(markAt(bytes, end, to));
  return end;
}

/** Whether it was `20240131`, a date without marks, or `235959`, the time of day after one. */
function readCompact(parts: Parts, bytes: Uint8Array, from: number, end: number): boolean {
  const { numbers, widths, marks } = parts;
  const isDate = end - from === 8 && numbers.length === 0 && parts.month === 0;
  const isTime = end - from === 6 && numbers.length === 3 && widths[0] === 4;
  if (!isDate && !isTime) return false;
  const cuts = isDate ? [4, 6, 8] : [2, 4, 6];
  cuts.forEach((cut, index) => {
    const begin = from + (cuts[index - 1] ?? 0);
    numbers.push(wholeNumber(bytes, begin, from + cut));
    widths.push(from + cut - begin);
    marks.push(isDate ? MINUS : COLON);
  });
  return true;
}

function lettersEnd(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  while (at < to && isLetter(byteAt(bytes, at))) at++;
  return at;
}

/** A sign after date, hour and minute, or after `UTC`; the minus between `12-30-59` is none. */
const mayBeginZone = (byte: number, { numbers, marks, zoneMin }: Parts) =>
  (byte === PLUS || byte === MINUS) &&
  numbers.length >= (zoneMin === null ? 5 : 4) &&
  marks[numbers.length - 2] !== MINUS;

function readZone(parts: Parts, text: string): Parts | null {
  const zone = ZONE.exec(text);
  if (!zone) return null;
  const sign = zone[1] === "-" ? -1 : 1;
  return { ...parts, zoneMin: sign * (Number(zone[2]) * 60 + Number(zone[3] ?? 0)) };
}

/** The first byte other than a space; 0 where a digit or nothing follows. */
function markAt(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  while (at < to && bytes[at] === SPACE) at++;
  const mark = at < to ? byteAt(bytes, at) : 0;
  return isDigit(mark) ? 0 : mark;
}

const TEXT = new TextDecoder("utf-8");
const ZONE = /^([+-])(\d\d?):?(\d\d)?$/;
/** ASCII letters, and everything beyond ASCII. */
const isLetter = (byte: number) => ((byte | SMALL) >= SMALL_A && (byte | SMALL) <= SMALL_Z) || byte >= 0x80;

const UTC_WORDS = new Set(["z", "utc", "gmt"]);
const HALVES = new Map<string, "am" | "pm">([
  ["am", "am"],
  ["a", "am"],
  ["上午", "am"],
  ["pm", "pm"],
  ["p", "pm"],
  ["下午", "pm"],
  ["午前", "am"],
  ["午後", "pm"],
  ["오전", "am"],
  ["오후", "pm"],
]);
/** Reads a word as a month, a half of the day or a zone; false when it is none. */
function readWord(parts: Parts, word: string): boolean {
  if (word === "t" && parts.numbers.length === 3) return true;
  const half = HALVES.get(word);
  if (half === undefined && saysNothing(word)) return true;
  const month = parts.month === 0 ? monthOf(word) : 0;
  if (UTC_WORDS.has(word)) parts.zoneMin = 0;
  else if (half) parts.half = half;
  else if (month > 0) {
    parts.month = month;
    parts.monthAt = parts.numbers.length;
  } else return false;
  return true;
}

function toReading(parts: Parts, order: DateOrder): ClockReading | null {
  const date = dateOf(parts, order);
  if (date === null) return null;
  const [hour12 = 0, minute = 0, second = 0] = parts.numbers.slice(date.numbers);
  const isTwelve = parts.half !== null;
  if (hour12 > (isTwelve ? 12 : 24) || minute > 59 || second > 60) return null;
  const hour = isTwelve ? (hour12 % 12) + (parts.half === "pm" ? 12 : 0) : hour12;
  const hasSeconds = parts.numbers.length > date.numbers + 2;
  const fraction = fractionUs(parts, date.numbers + 3);
  const faceUs =
    Date.UTC(date.year, date.month - 1, date.day) * 1000 +
    ((hour * 60 + minute) * 60 + second) * US_PER_S +
    fraction.us;
  const resolutionUs = hasSeconds ? fraction.resolutionUs : resolutionWithoutSeconds(parts, date.numbers);
  if (parts.zoneMin === null) return { faceUs, isMoment: false, resolutionUs, isNumber: false };
  return { faceUs: faceUs - parts.zoneMin * 60 * US_PER_S, isMoment: true, resolutionUs, isNumber: false };
}

const resolutionWithoutSeconds = (parts: Parts, dateNumbers: number) =>
  parts.numbers.length > dateNumbers ? 60 * US_PER_S : US_PER_DAY;

function fractionUs({ numbers, widths }: Parts, at: number): { us: number; resolutionUs: number } {
  const [digits, width] = [numbers[at], widths[at]];
  if (digits === undefined || width === undefined) return { us: 0, resolutionUs: US_PER_S };
  return { us: Math.round((digits / 10 ** width) * US_PER_S), resolutionUs: Math.max(1, US_PER_S / 10 ** width) };
}

type CalendarDate = { year: number; month: number; day: number; numbers: number };

function dateOf(parts: Parts, order: DateOrder): CalendarDate | null {
  const { numbers, widths, marks, month } = parts;
  const [first = -1, second = -1, third = -1] = numbers;
  if (month > 0) return dateOfNamedMonth(parts);
  // `16:05:31` and `05-18 12:05:09` have three numbers but no year.
  const isDateMark = (mark: number | undefined) => mark !== undefined && mark !== 0 && mark !== COLON;
  if (!isDateMark(marks[0]) || !isDateMark(marks[1])) return null;
  if (widths[0] === 4) return checked(first, second, third, 3);
  if (order === "ymd") return checked(first, second, third, 3);
  return order === "mdy" ? checked(third, first, second, 3) : checked(third, second, first, 3);
}

/** `23-Nov-23`, `11 December 2020`, `2020-Nov-23`, `Nov 23 2020`, and with the year last. */
function dateOfNamedMonth(parts: Parts): CalendarDate | null {
  const { numbers, widths, marks, month, monthAt } = parts;
  if (marks[1] === COLON) return withYearLast(parts);
  const [first = -1, second = -1] = numbers;
  const yearFirst = widths[0] === 4 && monthAt === 1;
  return checked(yearFirst ? first : second, month, yearFirst ? second : first, 2);
}

/** `Jan 1 12:00:00 2024`, as the C library writes it: what follows the day is the time of day. */
function withYearLast({ numbers, widths, month }: Parts): CalendarDate | null {
  if (widths.at(-1) !== 4 || numbers.length < 4) return null;
  const year = numbers.pop() ?? -1;
  widths.pop();
  return checked(year, month, numbers[0] ?? -1, 1);
}

function checked(year: number, month: number, day: number, numbers: number): CalendarDate | null {
  const fullYear = year < 100 ? 2000 + year : year;
  if (month < 1 || month > 12 || day < 1 || day > 31 || year < 0 || fullYear > 9999) return null;
  const date = new Date(Date.UTC(fullYear, month - 1, day));
  return date.getUTCMonth() === month - 1 ? { year: fullYear, month, day, numbers } : null;
}

/** Unix time in s, ms, µs, 0.1 µs (Arbin's databases) or ns by its size, or Excel's days since 1899-12-30. */
function plainNumber(value: number, decimals: number): ClockReading | null {
  if (value > 20_000 && value < 80_000) {
    const faceUs = Math.round((value - DAYS_TO_1970) * US_PER_DAY);
    return { faceUs, isMoment: false, resolutionUs: Math.max(1, US_PER_DAY / 10 ** decimals), isNumber: true };
  }
  if (value >= FIRST_TICKS && value < LAST_TICKS) {
    const faceUs = Math.round((value - TICKS_TO_1970) / 10);
    // A double holds every 128th of them.
    return { faceUs, isMoment: false, resolutionUs: 13, isNumber: true };
  }
  if (value >= FIRST_DIGITS && value < LAST_DIGITS) return ofDigits(String(value));
  for (const [least, us] of UNIX_UNITS) {
    if (value < least || value >= 1e20) continue;
    const resolutionUs = Math.max(1, us / 10 ** decimals);
    return { faceUs: Math.round(value * us), isMoment: true, resolutionUs, isNumber: true };
  }
  return null;
}

/** `20240131235959` */
function ofDigits(text: string): ClockReading | null {
  const iso = text.replace(/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/, "$1-$2-$3T$4:$5:$6Z");
  const faceUs = Date.parse(iso) * 1000;
  return Number.isNaN(faceUs) ? null : { faceUs, isMoment: false, resolutionUs: US_PER_S, isNumber: true };
}

const EITHER_MARK: NumberStyle = { decimal: ".", group: "" };

/** Significant decimals: `1.4943E+09` has 4 − 9 of them. */
function countDecimals(bytes: Uint8Array, from: number, to: number): number {
  let mark = -1;
  for (let at = from; at < to; at++) {
    const byte = byteAt(bytes, at);
    if (byte === POINT || byte === COMMA) mark = at;
    else if ((byte | SMALL) === SMALL_E)
      return (mark < 0 ? 0 : at - mark - 1) - parseNumber(bytes, at + 1, to, EITHER_MARK);
  }
  return mark < 0 ? 0 : to - mark - 1;
}

const DAYS_TO_1970 = 25_569;
/** .NET counts 0.1 µs since the year 1, on a clock of no zone: 2008 to 2057. Unix time in ns was there in early 1990, before any cycler's file. */
const [FIRST_TICKS, LAST_TICKS, TICKS_TO_1970] = [6.335e17, 6.49e17, 621_355_968e9];
/** Fourteen digits of a date and time: as Unix time it would be in ms, and long after 2200. */
const [FIRST_DIGITS, LAST_DIGITS] = [1990e10, 2100e10];
/** Between 1990 and 2160 the units cannot be confused. */
const UNIX_UNITS: readonly (readonly [least: number, us: number])[] = [
  [6e17, 1e-3],
  [6e15, 0.1],
  [6e14, 1],
  [6e11, 1e3],
  [6e8, US_PER_S],
];
