const HEADER_BYTES = 19; // signature, flags, length of the extension
const NULL_FIELD = -1;
const END_OF_ROWS = -1;

/**
 * Goes through rows in PostgreSQL's binary COPY format as they arrive, field by field, however long they are: what `CopiedRows` is for
 * rows that are all there.
 * @see https://www.postgresql.org/docs/current/sql-copy.html, "Binary Format"
 */
export async function* copiedFields(chunks: AsyncIterable<Buffer>): AsyncGenerator<(Buffer | null)[]> {
  const bytes = new ByteReader(chunks);
  try {
    const header = await bytes.take(HEADER_BYTES);
    await bytes.take(header.readInt32BE(HEADER_BYTES - 4));
    for (;;) {
      const count = (await bytes.take(2)).readInt16BE();
      if (count === END_OF_ROWS) return;
      const fields: (Buffer | null)[] = [];
      while (fields.length < count) {
        const length = (await bytes.take(4)).readInt32BE();
        fields.push(length === NULL_FIELD ? null : await bytes.take(length));
      }
      yield fields;
    }
  } finally {
    await bytes.end();
  }
}

/** Pieces of any length out of chunks of any length. */
class ByteReader {
  private readonly chunks: AsyncIterator<Buffer>;
  private chunk: Buffer = Buffer.alloc(0);
  private at = 0;

  constructor(chunks: AsyncIterable<Buffer>) {
    this.chunks = chunks[Symbol.asyncIterator]();
  }

  /** The next bytes: a view of a chunk where one holds them all. */
  async take(length: number): Promise<Buffer> {
    if (this.at === this.chunk.length && length > 0) await this.next();
    if (this.at + length <= this.chunk.length) {
      this.at += length;
      return this.chunk.subarray(this.at - length, this.at);
    }
    const piece = Buffer.allocUnsafe(length);
    for (let filled = 0; filled < length; ) {
      if (this.at === this.chunk.length) await this.next();
      const copied = this.chunk.copy(piece, filled, this.at);
      filled += copied;
      this.at += copied;
    }
    return piece;
  }

  async end(): Promise<void> {
    await this.chunks.return?.();
  }

  private async next(): Promise<void> {
    const { done, value } = await this.chunks.next();
    if (done === true) throw new Error("the rows end in the middle of one");
    this.chunk = value;
    this.at = 0;
  }
}
