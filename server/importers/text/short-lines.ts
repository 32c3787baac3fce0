import type { ProblemList } from "./problem-list";

/** Rows that lack fields are usual in a file where at least one in so many does. */
const USUAL = 4;
/** So many whole rows show that all should be. */
const LEAST_FULL = 10;
const NAMED = 10;

/**
 * Rows with fewer fields than the header row names. Where nearly all others have them all, a value was lost in these, and those behind it have
 * moved into the wrong columns.
 */
export class ShortLines {
  private full = 0;
  private short = 0;
  private readonly first: { line: number; fields: number }[] = [];

  /** @param wanted fields that the header row names */
  constructor(private readonly wanted: number) {}

  add(line: number, fields: number): void {
    if (fields >= this.wanted) this.full += 1;
    else {
      this.short += 1;
      if (this.first.length < NAMED) this.first.push({ line, fields });
    }
  }

  /** After the last row. */
  refuse(problems: ProblemList): void {
    if (this.full < LEAST_FULL || this.short * USUAL > this.full) return;
    for (const { line, fields } of this.first) {
      const message = `the line has ${fields} fields, the other rows ${this.wanted}: a value is missing, and those behind it would be read in the wrong columns. Write the missing field, also if it is empty`;
      problems.add(line, null, message);
    }
  }
}
