import { copyBytes, joinBytes } from "./bytes";
import type { ProblemList } from "./problem-list";
import { MAX_JOINED_LINES } from "./joined-lines";

export const STRAY_QUOTES =
  "a quote that opens in this line closes in a later one, with rows between: remove the stray quotes";

const LINE_BREAK = Uint8Array.of(0x0a);
const MAX_BYTES = 1 << 20;

/** Lines whose last field is quoted and continues below, until the line that closes it. */
export class UnclosedLines {
  /** Number of lines that are held. */
  count = 0;
  private bytes: Uint8Array = new Uint8Array(0);

  /** Holds the lines so far, joined; false when they exceed the limits of a field. */
  hold(bytes: Uint8Array, from: number, to: number): boolean {
    this.bytes = copyBytes(bytes, from, to);
    this.count += 1;
    return this.count <= MAX_JOINED_LINES && this.bytes.length <= MAX_BYTES;
  }

  /** The held lines joined with the next one. */
  joined(bytes: Uint8Array, from: number, to: number): Uint8Array {
    return joinBytes([this.bytes, LINE_BREAK, bytes.subarray(from, to)]);
  }

  /** The held lines are not a row. @param line the last held line, or the last of the file */
  refuse(line: number, isPartial: boolean, problems: ProblemList): void {
    const first = line - this.count + 1;
    this.count = 0;
    if (isPartial) problems.warn("half line", first, "The last line is cut off inside quotes and was left out.");
    else problems.add(first, null, "a quoted field of this line is not closed: complete or remove the quotes");
  }

  /** Whether the joined lines have the separators of several rows: then the quotes are stray, and rows would be lost. */
  joinsSeveralRows(joined: Uint8Array, { separator, fieldCount }: { separator: number; fieldCount: number }): boolean {
    if (this.count === 0 || fieldCount < 2) return false;
    const separators = joined.reduce((count, byte) => count + (byte === separator ? 1 : 0), 0);
    return separators >= 2 * (fieldCount - 1);
  }
}
