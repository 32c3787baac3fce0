import { copyBytes, joinBytes } from "./bytes";
import type { ProblemList } from "./problem-list";
import { MAX_JOINED_LINES } from "./quoted-lines";

export const SWALLOWED =
  "a quote that opens in this line closes in a later one, with rows between: remove the stray quotes";

const LINE_BREAK = Uint8Array.of(0x0a);
const MAX_BYTES = 1 << 20;

/** Lines whose last cell is in quotes and goes on below, until the one that closes them. */
export class HeldLines {
  /** Of the lines that are held. */
  count = 0;
  private bytes: Uint8Array = new Uint8Array(0);

  /** The lines so far, whole; false when they are more than a cell may have. */
  hold(bytes: Uint8Array, from: number, to: number): boolean {
    this.bytes = copyBytes(bytes, from, to);
    this.count += 1;
    return this.count <= MAX_JOINED_LINES && this.bytes.length <= MAX_BYTES;
  }

  /** What is held, and the line behind it. */
  joined(bytes: Uint8Array, from: number, to: number): Uint8Array {
    return joinBytes([this.bytes, LINE_BREAK, bytes.subarray(from, to)]);
  }

  /** What is held is no row. @param line the last that is held, or that ended the file */
  refuse(line: number, isPartial: boolean, problems: ProblemList): void {
    const first = line - this.count + 1;
    this.count = 0;
    if (isPartial) problems.warn("half line", first, "The last line is cut off inside quotes and was left out.");
    else problems.add(first, null, "a quoted field of this line is not closed: complete or remove the quotes");
  }

  /** Whether the lines that were joined to one row hold the separators of several: then the quotes are stray, and rows would be lost. */
  hasSwallowed(joined: Uint8Array, { separator, cellCount }: { separator: number; cellCount: number }): boolean {
    if (this.count === 0 || cellCount < 2) return false;
    const separators = joined.reduce((count, byte) => count + (byte === separator ? 1 : 0), 0);
    return separators >= 2 * (cellCount - 1);
  }
}
