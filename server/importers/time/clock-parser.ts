import { byteAt, copyBytes } from "../text/bytes";
import { type ClockReading, type DateOrder, parseClock } from "./parse-clock";

const [ZERO, COLON, POINT, COMMA] = [0x30, 0x3a, 0x2e, 0x2c];
const US_PER_S = 1e6;

/** The field before: its bytes, where its time of day is, and when that day began. */
type Pattern = {
  field: Uint8Array;
  timeFrom: number;
  timeTo: number;
  dayUs: number;
  /** The last hour that counts from that beginning. */
  lastHour: number;
  resolutionUs: number;
  isMoment: boolean;
};

/**
 * Reads a column of clocks. Most rows have the day of the row before, so only the time of day is read again, and the rest compared: several
 * times as fast.
 */
export class ClockParser {
  private pattern: Pattern | null = null;
  /** Of the last field. */
  faceUs = Number.NaN;
  isMoment = false;
  resolutionUs = US_PER_S;

  constructor(private readonly order: DateOrder) {}

  /** Sets the properties; false for what is not a date and time. */
  read(bytes: Uint8Array, from: number, to: number): boolean {
    return this.readOnSameDay(bytes, from, to) || this.readFully(bytes, from, to);
  }

  private readFully(bytes: Uint8Array, from: number, to: number): boolean {
    const reading = parseClock(bytes, from, to, this.order);
    if (reading === null) return false;
    this.faceUs = reading.faceUs;
    this.isMoment = reading.isMoment;
    this.resolutionUs = reading.resolutionUs;
    this.pattern = reading.isNumber ? null : patternOf(copyBytes(bytes, from, to), reading);
    return true;
  }

  private readOnSameDay(bytes: Uint8Array, from: number, to: number): boolean {
    const { pattern } = this;
    if (pattern === null || to - from !== pattern.field.length) return false;
    const { field, timeFrom, timeTo } = pattern;
    for (let at = 0; at < timeFrom; at++) if (bytes[from + at] !== field[at]) return false;
    for (let at = timeTo; at < field.length; at++) if (bytes[from + at] !== field[at]) return false;
    const timeUs = timeOfDayUs(bytes, from + timeFrom, from + timeTo, pattern.lastHour);
    if (Number.isNaN(timeUs)) return false;
    this.faceUs = pattern.dayUs + timeUs;
    return true;
  }
}

/** Null without `h:mm:ss`, or where AM and PM make hours restart. */
function patternOf(field: Uint8Array, reading: ClockReading): Pattern | null {
  const text = String.fromCharCode(...field);
  const time = /(?<![\d:])\d?\d:\d\d:\d\d(?:[.,]\d+)?(?![\d:])/.exec(text);
  if (!time) return null;
  const [timeFrom, timeTo] = [time.index, time.index + time[0].length];
  // 12:59 PM is followed by 1:00 PM: only hours counted to 24, or after the first of the half, count from one beginning.
  const lastHour = HALF_OF_DAY.test(text) ? 11 : 23;
  const timeUs = timeOfDayUs(field, timeFrom, timeTo, lastHour);
  if (Number.isNaN(timeUs)) return null;
  return {
    field,
    timeFrom,
    timeTo,
    dayUs: reading.faceUs - timeUs,
    lastHour,
    resolutionUs: reading.resolutionUs,
    isMoment: reading.isMoment,
  };
}

/** AM and PM, or letters beyond ASCII that may mean the same. */
const HALF_OF_DAY = /[^A-Za-z][ap](?:[^A-Za-z]|m|$)|[\x80-\xff]/i;

/** `h:mm:ss` with or without decimals; NaN for anything else, and for an impossible time of day. */
function timeOfDayUs(bytes: Uint8Array, from: number, to: number, lastHour: number): number {
  let [sixtieths, number, colons] = [0, 0, 0];
  let at = from;
  for (; at < to; at++) {
    const byte = byteAt(bytes, at);
    const digit = byte - ZERO;
    if (digit >= 0 && digit <= 9) number = number * 10 + digit;
    else if (byte === COLON && number <= (colons === 0 ? lastHour : 59)) {
      sixtieths = sixtieths * 60 + number;
      number = 0;
      colons++;
    } else break;
  }
  if (colons !== 2 || number > 59) return Number.NaN;
  const wholeUs = (sixtieths * 60 + number) * US_PER_S;
  return at === to ? wholeUs : wholeUs + fractionUs(bytes, at, to);
}

/** Fraction of a second: a mark and digits. */
function fractionUs(bytes: Uint8Array, from: number, to: number): number {
  if (bytes[from] !== POINT && bytes[from] !== COMMA) return Number.NaN;
  let digits = 0;
  let divisor = 1;
  for (let at = from + 1; at < to; at++) {
    const digit = byteAt(bytes, at) - ZERO;
    if (digit < 0 || digit > 9) return Number.NaN;
    digits = digits * 10 + digit;
    divisor *= 10;
  }
  return Math.round((digits / divisor) * US_PER_S);
}
