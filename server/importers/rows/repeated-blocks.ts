import { floatAt, intAt } from "../../domain/samples/sample-columns";
import type { Warn } from "../checks/check";
import { RowBlock } from "../table/row-block";
import { markOf, RowHistory } from "./row-history";
import type { RowSink } from "./row-sink";

/**
 * Leaves out rows that come once more, as a block, where time falls back to them: equal times and equal values were read before. One such row
 * alone may be the beginning of another test, so that two of them have to follow each other as they did before.
 */
export class RepeatedBlocks implements RowSink {
  private readonly history = new RowHistory();
  /** Test time, or the clock where there is none, of the last row that was passed on. */
  private lastTime = Number.NEGATIVE_INFINITY;
  /** The first row of what may be a block. */
  private readonly held = new RowBlock(1);
  private heldMark: number | null = null;
  /** The earlier row that the next one repeats, inside of a block. */
  private repeats: number | null = null;
  private firstLine = 0;
  private lastLine = 0;

  constructor(
    private readonly warn: Warn,
    private readonly next: RowSink,
  ) {}

  add(block: RowBlock, from: number, to: number): void {
    let begin = from;
    for (let row = from; row < to; row++) {
      const mark = markOf(block, row);
      if (this.passes(block, row, mark)) continue;
      if (row > begin) this.next.add(block, begin, row);
      begin = row + 1;
      if (this.takesBack(block, row, mark)) continue;
      this.release();
      this.next.add(block, row, row + 1);
      this.remember(block, row, mark);
    }
    if (to > begin) this.next.add(block, begin, to);
  }

  /** The usual case: time goes on, and nothing is held. */
  private passes(block: RowBlock, row: number, mark: number): boolean {
    if (this.heldMark !== null || this.repeats !== null || timeAt(block, row) < this.lastTime) return false;
    this.remember(block, row, mark);
    return true;
  }

  /** Whether the row is part of a block that was read before, or may be. */
  private takesBack(block: RowBlock, row: number, mark: number): boolean {
    const line = intAt(block.line, row);
    if (this.repeats !== null) {
      if (this.history.has(this.repeats, mark)) {
        this.repeats += 1;
        this.lastLine = line;
        return true;
      }
      this.endBlock();
    }
    if (this.heldMark !== null) return this.beginsBlock(line, mark);
    if (!(timeAt(block, row) < this.lastTime) || this.history.find(mark) === null) return false;
    this.held.copyRow(block, row);
    this.heldMark = mark;
    return true;
  }

  /** Whether the row after the one that is held follows it as it did before. */
  private beginsBlock(line: number, mark: number): boolean {
    const earlier = this.heldMark === null ? null : this.history.find(this.heldMark);
    if (earlier === null || !this.history.has(earlier + 1, mark)) return false;
    this.firstLine = intAt(this.held.line, 0);
    this.lastLine = line;
    this.heldMark = null;
    this.repeats = earlier + 2;
    return true;
  }

  /** The held row was no repetition. */
  private release(): void {
    if (this.heldMark === null) return;
    this.next.add(this.held, 0, 1);
    this.remember(this.held, 0, this.heldMark);
    this.heldMark = null;
  }

  private remember(block: RowBlock, row: number, mark: number): void {
    this.history.push(mark);
    this.lastTime = timeAt(block, row);
  }

  private endBlock(): void {
    if (this.repeats === null) return;
    this.repeats = null;
    const message = `Lines ${this.firstLine} to ${this.lastLine} repeat rows that were read before, with equal times and values, and were left out.`;
    this.warn("repeated block", this.firstLine, message);
  }

  end(): void {
    this.endBlock();
    this.release();
    this.next.end();
  }
}

function timeAt({ columns }: RowBlock, row: number): number {
  const testTime = floatAt(columns.testTime, row);
  return Number.isNaN(testTime) ? floatAt(columns.clock, row) : testTime;
}
