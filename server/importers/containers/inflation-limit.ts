import { UnreadableFileError } from "../cycler-file";

const GIB = 2 ** 30;

/** Limits the total size of everything that is inflated from a file: a few kilobytes can expand to fill a disk. */
export class InflationLimit {
  private inflatedBytes = 0;

  constructor(private readonly maxBytes: number) {}

  /** @throws UnreadableFileError above the limit */
  async *bound(bytes: AsyncIterable<Uint8Array>) {
    for await (const piece of bytes) {
      this.inflatedBytes += piece.length;
      if (this.inflatedBytes > this.maxBytes) throw this.exceeded();
      yield piece;
    }
  }

  private exceeded(): UnreadableFileError {
    const message = `the unpacked file is over ${Number((this.maxBytes / GIB).toPrecision(2))} GiB: split it by test or by cell`;
    return new UnreadableFileError(message, [{ row: null, column: null, message }]);
  }
}
