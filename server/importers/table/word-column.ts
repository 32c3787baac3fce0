import { SENT_MODES } from "../../domain/samples/sample-columns";
import { copyBytes } from "../text/bytes";
import { isBlank, parseNumber, textOf } from "../numbers/parse-number";
import { withPlainWhitespace } from "../text/plain-whitespace";
import type { ProblemList } from "../text/problem-list";
import type { PlannedColumn, TablePlan } from "./table-plan";

/** How files write a missing value. */
const MISSING = /^(?:n\/?a|nan|null|none|nil|-+|\*+|inf(?:inity)?|[+-]inf|#n\/a|--:--.*)$/i;

/** A column of words: modes, names of cells, named steps. A word that equals the one before costs a comparison of bytes. */
export class WordColumn {
  private last: Uint8Array = new Uint8Array(0);
  private lastValue = Number.NaN;
  private readonly known = new Map<string, number>();
  /** Names of cells in order of appearance. */
  readonly names: string[] = [];

  constructor(
    private readonly column: PlannedColumn,
    private readonly plan: TablePlan,
  ) {}

  /** The number for the word; NaN for none. */
  read(bytes: Uint8Array, from: number, to: number): number {
    if (to - from === this.last.length && this.isLast(bytes, from)) return this.lastValue;
    this.lastValue = this.readNew(bytes, from, to);
    this.last = copyBytes(bytes, from, to);
    return this.lastValue;
  }

  private isLast(bytes: Uint8Array, from: number): boolean {
    const { last } = this;
    for (let at = 0; at < last.length; at++) if (bytes[from + at] !== last[at]) return false;
    return last.length > 0;
  }

  private readNew(bytes: Uint8Array, from: number, to: number): number {
    const plain = withPlainWhitespace(bytes, from, to);
    if (plain !== null) return this.readNew(plain, 0, plain.length);
    if (isBlank(bytes, from, to)) return Number.NaN;
    if (this.column.kind === "step") {
      const number = parseNumber(bytes, from, to, this.plan.numberStyle);
      if (!Number.isNaN(number)) return number;
    }
    const word = textOf(bytes, from, to);
    const before = this.known.get(word);
    if (before !== undefined) return before;
    const value = this.valueOf(word);
    this.known.set(word, value);
    return value;
  }

  /** A named step has no step number but separates runs: it gets a number that is not an integer. */
  private valueOf(word: string): number {
    if (this.column.kind === "step") return MISSING.test(word) ? Number.NaN : this.known.size + 0.5;
    if (this.column.kind === "cell") return this.names.push(word) - 1;
    const mode = this.plan.modeOf(word);
    return mode === null ? Number.NaN : SENT_MODES.indexOf(mode);
  }

  /** Warns once per column of an optional field that cannot be read, unless it says that the value is missing. */
  warnOfUnreadable(bytes: Uint8Array, from: number, to: number, line: number, problems: ProblemList): void {
    if (this.hasWarned) return;
    const text = textOf(bytes, from, to);
    if (MISSING.test(text)) return;
    this.hasWarned = true;
    problems.warn(
      "unreadable field",
      line,
      `"${text}" in column "${this.column.heading}" cannot be read; such values are treated as missing.`,
    );
  }
  private hasWarned = false;
}
