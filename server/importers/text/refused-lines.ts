import { copyBytes } from "./bytes";
import { explainLine, holdsValue } from "./explain-line";
import type { ProblemList } from "./problem-list";
import type { TablePlan } from "../table/table-plan";

/** More lines than this stand above no column line. */
const MAX_WAITING = 2000;

/**
 * Lines that hold no row. What is wrong with them is told with the next row, for it may not be: where a column line stands again below
 * them, they are the head of another file that was put behind the first.
 */
export class RefusedLines {
  private waiting: { bytes: Uint8Array; line: number }[] = [];

  constructor(
    private readonly plan: TablePlan,
    private readonly problems: ProblemList,
  ) {}

  add(bytes: Uint8Array, from: number, to: number, line: number): void {
    this.waiting.push({ bytes: copyBytes(bytes, from, to), line });
    if (this.waiting.length > MAX_WAITING) this.explain();
  }

  /** They were a head; one with a value where rows have it may have been a row, as the last of a file that was cut off. */
  drop(): void {
    for (const { bytes, line } of this.waiting) {
      if (!holdsValue(bytes, this.plan)) continue;
      const message = "The line is above a repeated header row, cannot be read as a row and was left out.";
      this.problems.warn("row of a head", line, message);
    }
    this.waiting = [];
  }

  /** They were to be rows. */
  explain(): void {
    if (this.waiting.length === 0) return;
    const { waiting } = this;
    this.waiting = [];
    for (const { bytes, line } of waiting) explainLine(bytes, line, this.plan, this.problems);
  }
}
