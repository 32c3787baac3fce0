import { copyBytes } from "./bytes";
import { type ClockReading, type DateOrder, parseClock } from "./parse-clock";

const [ZERO, COLON, POINT, COMMA] = [0x30, 0x3a, 0x2e, 0x2c];
const US_PER_S = 1e6;

/** How the cell before was built: its bytes, where its time of day stands among them, and when that day began. */
type Pattern = {
  cell: Uint8Array;
  timeFrom: number;
  timeTo: number;
  dayUs: number;
  resolutionUs: number;
  isMoment: boolean;
};

/**
 * Reads a column of clocks. Most rows show the day of the row before, so what lies around the time of day is compared, not read again;
 * that is several times as fast.
 */
export class ClockParser {
  private pattern: Pattern | null = null;
  /** Of the cell read last. */
  faceUs = Number.NaN;
  isMoment = false;
  resolutionUs = US_PER_S;

  constructor(private readonly order: DateOrder) {}

  /** Leaves the reading in the fields; false for what is no date and time. */
  read(bytes: Uint8Array, from: number, to: number): boolean {
    return this.readLikeBefore(bytes, from, to) || this.readAnew(bytes, from, to);
  }

  private readAnew(bytes: Uint8Array, from: number, to: number): boolean {
    const reading = parseClock(bytes, from, to, this.order);
    if (reading === null) return false;
    this.faceUs = reading.faceUs;
    this.isMoment = reading.isMoment;
    this.resolutionUs = reading.resolutionUs;
    this.pattern = reading.isNumber ? null : patternOf(copyBytes(bytes, from, to), reading);
    return true;
  }

  private readLikeBefore(bytes: Uint8Array, from: number, to: number): boolean {
    const { pattern } = this;
    if (pattern === null || to - from !== pattern.cell.length) return false;
    const { cell, timeFrom, timeTo } = pattern;
    for (let at = 0; at < timeFrom; at++) if (bytes[from + at] !== cell[at]) return false;
    for (let at = timeTo; at < cell.length; at++) if (bytes[from + at] !== cell[at]) return false;
    const timeUs = timeOfDayUs(bytes, from + timeFrom, from + timeTo);
    if (Number.isNaN(timeUs)) return false;
    this.faceUs = pattern.dayUs + timeUs;
    return true;
  }
}

/** Null where there is no `h:mm:ss`, or the half of the day turns hours round. */
function patternOf(cell: Uint8Array, reading: ClockReading): Pattern | null {
  const text = String.fromCharCode(...cell);
  const time = /\d?\d:\d\d:\d\d(?:[.,]\d+)?(?!:)/.exec(text);
  if (!time) return null;
  const [timeFrom, timeTo] = [time.index, time.index + time[0].length];
  const isTwelve = /[^\d\s+\-:.,Z]/.test(text.slice(timeTo));
  const timeUs = timeOfDayUs(cell, timeFrom, timeTo);
  // 12:59 PM is followed by 1:00 PM: only hours that are counted to 24, or lie behind the first of the half, go on from one beginning.
  if (Number.isNaN(timeUs) || (isTwelve && timeUs >= 12 * 3600 * US_PER_S)) return null;
  return {
    cell,
    timeFrom,
    timeTo,
    dayUs: reading.faceUs - timeUs,
    resolutionUs: reading.resolutionUs,
    isMoment: reading.isMoment,
  };
}

/** `h:mm:ss` with or without decimals, of known shape; NaN for anything else. */
function timeOfDayUs(bytes: Uint8Array, from: number, to: number): number {
  let sixtieths = 0;
  let number = 0;
  let at = from;
  for (; at < to; at++) {
    const byte = bytes[at] as number;
    const digit = byte - ZERO;
    if (digit >= 0 && digit <= 9) number = number * 10 + digit;
    else if (byte === COLON) {
      sixtieths = sixtieths * 60 + number;
      number = 0;
    } else break;
  }
  const wholeUs = (sixtieths * 60 + number) * US_PER_S;
  if (at === to) return wholeUs;
  if (bytes[at] !== POINT && bytes[at] !== COMMA) return Number.NaN;
  let digits = 0;
  let divisor = 1;
  for (at++; at < to; at++) {
    digits = digits * 10 + (bytes[at] as number) - ZERO;
    divisor *= 10;
  }
  return wholeUs + Math.round((digits / divisor) * US_PER_S);
}
