import { ClockParser } from "./clock-parser";
import { isDigit } from "../text/digits";
import type { TablePlan } from "../table/table-plan";

const SPACE = 0x20;
const LONGEST = 128;

/** Reads the clock of a row, from one field or from a date and a time of day in two. */
export class ClockFields {
  private readonly parser: ClockParser;
  /** The time of day comes before the date. */
  private readonly isTimeFirst: boolean;
  private readonly isApart: boolean;
  private partFrom = 0;
  private partTo = 0;
  private readonly joined = new Uint8Array(LONGEST);
  /** The best resolution that the clock has shown so far. */
  resolutionUs = Number.POSITIVE_INFINITY;

  constructor({ dateOrder, timeOfDay, columns }: TablePlan) {
    this.parser = new ClockParser(dateOrder);
    const date = columns.find(({ field }) => field === "clock");
    this.isApart = timeOfDay !== null;
    this.isTimeFirst = timeOfDay !== null && date !== undefined && timeOfDay < date.index;
  }

  get isMoment(): boolean {
    return this.parser.isMoment;
  }

  /** Remembers where the first of two fields is. */
  keepPart(from: number, to: number): void {
    this.partFrom = from;
    this.partTo = to;
  }

  /** The clock as shown, in µs, or the moment itself; NaN where the field is not a clock. */
  read(bytes: Uint8Array, from: number, to: number): number {
    const isRead = this.isApart ? this.readJoined(bytes, from, to) : this.parser.read(bytes, from, to);
    if (!isRead) return Number.NaN;
    if (this.parser.resolutionUs < this.resolutionUs) this.resolutionUs = this.parser.resolutionUs;
    return this.parser.faceUs;
  }

  private readJoined(bytes: Uint8Array, from: number, to: number): boolean {
    const part = bytes.subarray(this.partFrom, this.partTo);
    const rest = bytes.subarray(from, to);
    // A date alone would be read as its midnight.
    if (!part.some(isDigit) || !rest.some(isDigit)) return false;
    const [date, time] = this.isTimeFirst ? [rest, part] : [part, rest];
    const length = date.length + 1 + time.length;
    if (length > LONGEST) return false;
    this.joined.set(date);
    this.joined[date.length] = SPACE;
    this.joined.set(time, date.length + 1);
    return this.parser.read(this.joined, 0, length);
  }
}
