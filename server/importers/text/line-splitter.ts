import { UnreadableFileError } from "../cycler-file";
import { copyBytes, joinBytes } from "./bytes";

const [LINE_FEED, CARRIAGE_RETURN] = [0x0a, 0x0d];
const MAX_LINE_BYTES = 1 << 20;

/** Receives a line without its line feed; the bytes may be reused afterwards. */
export type OnLine = (bytes: Uint8Array, from: number, to: number) => void;

/** Splits chunks that end anywhere into lines. */
export class LineSplitter {
  private lines = 0;
  /** The last line so far, which has no line feed yet. */
  rest: Uint8Array = new Uint8Array(0);

  constructor(private readonly onLine: OnLine) {}

  /** @throws UnreadableFileError where a line has more than 1 MiB */
  push(chunk: Uint8Array): void {
    let from = this.endRest(chunk);
    for (let end = chunk.indexOf(LINE_FEED, from); end >= 0; end = chunk.indexOf(LINE_FEED, from)) {
      this.lines += 1;
      this.onLine(chunk, from, end);
      from = end + 1;
    }
    this.rest = joinBytes([this.rest, copyBytes(chunk, from)]);
    if (this.rest.length > MAX_LINE_BYTES) throw new UnreadableFileError(`line ${this.lines + 1} is longer than 1 MiB`);
  }

  /** Hands on the line that the chunk before began, if this one ends it. Returns where the next line begins. */
  private endRest(chunk: Uint8Array): number {
    const end = this.rest.length === 0 ? -1 : chunk.indexOf(LINE_FEED);
    if (end < 0) return 0;
    const line = joinBytes([this.rest, chunk.subarray(0, end)]);
    this.rest = new Uint8Array(0);
    this.lines += 1;
    this.onLine(line, 0, line.length);
    return end + 1;
  }
}

/** The end of a line without the carriage returns before its line feed. */
export function withoutCarriageReturns(bytes: Uint8Array, from: number, end: number): number {
  let to = end;
  while (to > from && bytes[to - 1] === CARRIAGE_RETURN) to -= 1;
  return to;
}
