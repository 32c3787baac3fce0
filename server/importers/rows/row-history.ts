import { floatAt, intAt } from "../../domain/samples/sample-columns";
import type { RowBlock } from "../table/row-block";

/** Rows after these are not remembered: 16 MB. */
const MOST_ROWS = 1 << 22;
const FIRST_ROWS = 64;
const NO_ROW = -1;
/** A large odd number: its product with small ones differs in the upper bits. */
const SPREAD = 0x9e3779b1;

/** What rows hold, a number each, so that rows that come once more are recognised. Rows are indexed only once somebody looks for one. */
export class RowHistory {
  length = 0;
  private marks = new Float32Array(FIRST_ROWS);
  private readonly bits = new Uint32Array(1);
  private readonly bitsAsFloat = new Float32Array(this.bits.buffer);
  /** Row by the place that its mark hashes to; the last of those with equal marks. Null until it is needed. */
  private index: Int32Array | null = null;

  get isFull(): boolean {
    return this.length === MOST_ROWS;
  }

  push(mark: number): void {
    if (this.isFull) return;
    if (this.length === this.marks.length) {
      const grown = new Float32Array(this.length * 2);
      grown.set(this.marks);
      this.marks = grown;
      this.index = null;
    }
    this.marks[this.length] = mark;
    if (this.index !== null) this.enter(this.index, this.length);
    this.length += 1;
  }

  /** Whether the row at a place has this mark. */
  has(at: number, mark: number): boolean {
    return at < this.length && this.marks[at] === Math.fround(mark);
  }

  /** The last row with this mark; null where there is none. */
  find(mark: number): number | null {
    this.index ??= this.indexed();
    const row = intAt(this.index, this.placeOf(this.index, Math.fround(mark)));
    return row === NO_ROW ? null : row;
  }

  private indexed(): Int32Array {
    const index = new Int32Array(this.marks.length * 2).fill(NO_ROW);
    for (let row = 0; row < this.length; row++) this.enter(index, row);
    return index;
  }

  private enter(index: Int32Array, row: number): void {
    index[this.placeOf(index, this.marks[row] ?? 0)] = row;
  }

  /** Where a mark is, or would be. */
  private placeOf(index: Int32Array, mark: number): number {
    this.bitsAsFloat[0] = mark;
    const mask = index.length - 1;
    let place = (Math.imul(this.bits[0] ?? 0, SPREAD) >>> 8) & mask;
    for (let row = intAt(index, place); row !== NO_ROW && this.marks[row] !== mark; row = intAt(index, place)) {
      place = (place + 1) & mask;
    }
    return place;
  }
}

/** Times and values of a row as one number, equal where all of them are equal. */
export function markOf({ columns }: RowBlock, row: number): number {
  const { testTime, clock, voltage, current, temperature, cycle, step } = columns;
  let mark = known(floatAt(testTime, row));
  mark = mark * 1.618_033_988_7 + known(floatAt(clock, row)) / 1e6;
  mark = mark * 1.324_717_957_2 + known(floatAt(voltage, row)) * 1013.7;
  mark = mark * 1.220_744_084_6 + known(floatAt(current, row)) * 917.3;
  mark = mark * 1.167_303_978_2 + known(floatAt(temperature, row));
  mark = mark * 1.134_724_138_4 + known(floatAt(cycle, row));
  mark = mark * 1.112_775_684_2 + known(floatAt(step, row));
  // Its fraction alone: a clock's microseconds would leave a float of 32 bits nothing for the rest.
  return (mark * 0.754_877_666_2) % 1;
}

const known = (value: number) => (Number.isNaN(value) ? 0.5 : value);
