import { ClockParser } from "./clock-parser";

const SOME_DAY = new TextEncoder().encode("2000-01-01 ");
const LONGEST = 64;
const S_PER_DAY = 86_400;
const HALF_A_DAY_S = S_PER_DAY / 2;

/** Reads a column of times of day as the time since its first row: a fall by over half a day is a midnight. */
export class DayTimes {
  private readonly parser = new ClockParser("ymd");
  private readonly field = new Uint8Array(SOME_DAY.length + LONGEST);
  private firstS = Number.NaN;
  private lastS = Number.NaN;
  private midnights = 0;

  constructor() {
    this.field.set(SOME_DAY);
  }

  /** In s; NaN for what is no time of day. */
  read(bytes: Uint8Array, from: number, to: number): number {
    if (to - from > LONGEST) return Number.NaN;
    this.field.set(bytes.subarray(from, to), SOME_DAY.length);
    if (!this.parser.read(this.field, 0, SOME_DAY.length + to - from)) return Number.NaN;
    const dayS = (this.parser.faceUs / 1e6) % S_PER_DAY;
    if (this.lastS - dayS > HALF_A_DAY_S) this.midnights += 1;
    this.lastS = dayS;
    const passedS = this.midnights * S_PER_DAY + dayS;
    if (Number.isNaN(this.firstS)) this.firstS = passedS;
    return passedS - this.firstS;
  }
}
