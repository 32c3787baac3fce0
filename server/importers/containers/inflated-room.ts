import { UnreadableFileError } from "../cycler-file";

const GIB = 2 ** 30;

/** Bounds what comes out of all that a file is packed in, together: a few kilobytes can hold what fills a disk. */
export class InflatedRoom {
  private takenBytes = 0;

  constructor(private readonly maxBytes: number) {}

  /** @throws UnreadableFileError where there is no more room */
  async *bound(bytes: AsyncIterable<Uint8Array>) {
    for await (const piece of bytes) {
      this.takenBytes += piece.length;
      if (this.takenBytes > this.maxBytes) throw this.tooMuch();
      yield piece;
    }
  }

  private tooMuch(): UnreadableFileError {
    const message = `the unpacked file is over ${Number((this.maxBytes / GIB).toPrecision(2))} GiB: split it by test or by cell`;
    return new UnreadableFileError(message, [{ row: null, column: null, message }]);
  }
}
