import { copyBytes } from "./bytes";
import { explainLine, holdsValue } from "./explain-line";
import type { ProblemList } from "./problem-list";
import type { TablePlan } from "../table/table-plan";

/** No header row has more lines above it. */
const MAX_WAITING = 2000;

/**
 * Lines that are not a row, kept until the next line shows what they are: faulty rows where a row follows, the head of an appended file
 * where the header row is repeated.
 */
export class PendingLines {
  private waiting: { bytes: Uint8Array; line: number }[] = [];

  constructor(
    private readonly plan: TablePlan,
    private readonly problems: ProblemList,
  ) {}

  add(bytes: Uint8Array, from: number, to: number, line: number): void {
    this.waiting.push({ bytes: copyBytes(bytes, from, to), line });
    if (this.waiting.length > MAX_WAITING) this.explain();
  }

  /** They were the head of a file; one with a required value may have been a row, such as the last of a file that was cut off. */
  drop(): void {
    for (const { bytes, line } of this.waiting) {
      if (!holdsValue(bytes, this.plan)) continue;
      const message = "The line is above a repeated header row, cannot be read as a row and was left out.";
      this.problems.warn("row of a head", line, message);
    }
    this.waiting = [];
  }

  /** They should have been rows. */
  explain(): void {
    if (this.waiting.length === 0) return;
    const { waiting } = this;
    this.waiting = [];
    for (const { bytes, line } of waiting) explainLine(bytes, line, this.plan, this.problems);
  }
}
