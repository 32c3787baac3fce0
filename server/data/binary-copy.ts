import type { ZoomBuckets } from "../domain/samples/zoom-buckets";
import { floatAt, intAt, NO_INT, type SampleColumns } from "../domain/samples/sample-columns";

/** Columns of `samples` in the order that `encodeSamples` writes them. */
export const COPY_COLUMNS =
  "test_id, time, record, seq, voltage_v, current_a, temperature_c, test_time_s, test_time_us, step_time_s, step_time_us, cycle, step, step_count, mode";

/** Columns of the zoom levels in the order that `encodeZoomBuckets` writes them. */
export const ZOOM_COPY_COLUMNS = [
  "test_id",
  "bucket",
  "n",
  ...quantities("voltage_v", "current_a", "temperature_c"),
].join(", ");

function quantities(...names: string[]): string[] {
  return names.flatMap((name) => ["first", "last", "min", "max"].map((what) => `${what}_${name}`));
}

const HEADER = Buffer.from("PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0", "latin1");
const EXTENSION_LENGTH_AT = HEADER.length - 4;
const PG_EPOCH_US = 946_684_800_000_000; // 2000-01-01 in Unix µs
const NULL_FIELD = -1;

const SAMPLE_FIELDS = 15;
const MAX_SAMPLE_BYTES = 2 + SAMPLE_FIELDS * 4 + 4 * 2 + 8 * 7 + 4 * 3 + 2;
const BUCKET_FIELDS = 15;
const MAX_BUCKET_BYTES = 2 + BUCKET_FIELDS * 4 + 4 + 8 * 14;

/** Writes rows in PostgreSQL's binary COPY format, field by field. @see https://www.postgresql.org/docs/current/sql-copy.html, "Binary Format" */
function copyWriter(maxBytes: number) {
  const buffer = Buffer.allocUnsafe(HEADER.length + maxBytes + 2);
  let at = HEADER.copy(buffer, 0);
  // A view is twice as fast as the buffer's own writers, and this is the hottest loop of a worker.
  const view = new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength);
  const missing = () => {
    view.setInt32(at, NULL_FIELD);
    at += 4;
  };
  const int64 = (value: number) => {
    view.setInt32(at, 8);
    view.setInt32(at + 4, Math.floor(value / 2 ** 32));
    view.setUint32(at + 8, value >>> 0);
    at += 12;
  };
  return {
    row(fields: number) {
      view.setInt16(at, fields);
      at += 2;
    },
    int16(value: number) {
      if (value === NO_INT) return missing();
      view.setInt32(at, 2);
      view.setInt16(at + 4, value);
      at += 6;
    },
    int32(value: number) {
      if (value === NO_INT) return missing();
      view.setInt32(at, 4);
      view.setInt32(at + 4, value);
      at += 8;
    },
    int64,
    missing,
    timeUs: (value: number) => int64(value - PG_EPOCH_US),
    float64(value: number) {
      if (Number.isNaN(value)) return missing();
      view.setInt32(at, 8);
      view.setFloat64(at + 4, value);
      at += 12;
    },
    end(): Buffer {
      view.setInt16(at, -1);
      return buffer.subarray(0, at + 2);
    },
  };
}

/** Whose every whole microsecond is a double's. */
const MAX_EXACT_S = 9e9;

/**
 * A time in s as the two columns that hold it: in whole µs where those give this very double, which compresses to a fraction; else as it is. As
 * `exact_us()` in the database.
 */
function writeDuration(write: ReturnType<typeof copyWriter>, seconds: number): void {
  const us = Math.round(seconds * 1e6);
  const isExact = Math.abs(seconds) < MAX_EXACT_S && us / 1e6 === seconds && !Object.is(seconds, -0);
  write.float64(isExact ? Number.NaN : seconds);
  if (isExact) write.int64(us);
  else write.missing();
}

/** Samples as rows of `samples`, in PostgreSQL's binary COPY format. */
export function encodeSamples(parts: readonly { testId: number; samples: SampleColumns; seq: Float64Array }[]): Buffer {
  const rows = parts.reduce((sum, { samples }) => sum + samples.length, 0);
  const write = copyWriter(rows * MAX_SAMPLE_BYTES);
  for (const { testId, samples, seq } of parts) {
    for (let index = 0; index < samples.length; index++) {
      write.row(SAMPLE_FIELDS);
      write.int32(testId);
      write.timeUs(floatAt(samples.timeUs, index));
      write.int32(intAt(samples.record, index));
      write.int64(floatAt(seq, index));
      write.float64(floatAt(samples.voltageV, index));
      write.float64(floatAt(samples.currentA, index));
      write.float64(floatAt(samples.temperatureC, index));
      writeDuration(write, floatAt(samples.testTimeS, index));
      writeDuration(write, floatAt(samples.stepTimeS, index));
      write.int32(intAt(samples.cycle, index));
      write.int32(intAt(samples.step, index));
      write.int32(intAt(samples.stepCount, index));
      write.int16(intAt(samples.mode, index));
    }
  }
  return write.end();
}

/** Buckets of tests as rows of a zoom level, in PostgreSQL's binary COPY format; of each test those from `from` on. */
export function encodeZoomBuckets(
  parts: readonly { testId: number; buckets: ZoomBuckets }[],
  { from }: { from: number },
): Buffer {
  const rows = parts.reduce((sum, { buckets }) => sum + Math.max(0, buckets.length - from), 0);
  const write = copyWriter(rows * MAX_BUCKET_BYTES);
  for (const { testId, buckets } of parts) {
    for (let index = from; index < buckets.length; index++) {
      write.row(BUCKET_FIELDS);
      write.int32(testId);
      write.timeUs(floatAt(buckets.startUs, index));
      write.int64(intAt(buckets.n, index));
      for (const { first, last, min, max } of [buckets.voltage, buckets.current, buckets.temperature]) {
        write.float64(floatAt(first, index));
        write.float64(floatAt(last, index));
        write.float64(floatAt(min, index));
        write.float64(floatAt(max, index));
      }
    }
  }
  return write.end();
}

/**
 * Goes through rows in PostgreSQL's binary COPY format, field by field in the order of their columns. Numbers stay as they are stored: as
 * text, each would be written out in decimals and read again.
 * @example for (const row = new CopiedRows(buffer); row.next(); ) samples.push([row.timeUs(), row.float()]);
 */
export class CopiedRows {
  private readonly view: DataView;
  private at = HEADER.length;

  constructor(buffer: Buffer) {
    this.view = new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength);
    this.at += this.view.getInt32(EXTENSION_LENGTH_AT);
  }

  /** How many rows there are from here on. */
  count(): number {
    const { view } = this;
    let rows = 0;
    for (let at = this.at; view.getInt16(at) >= 0; rows++) {
      const fields = view.getInt16(at);
      at += 2;
      for (let field = 0; field < fields; field++) at += 4 + Math.max(0, view.getInt32(at));
    }
    return rows;
  }

  /** Goes to the next row, whose fields are then read. False after the last. */
  next(): boolean {
    const hasRow = this.view.getInt16(this.at) >= 0;
    this.at += 2;
    return hasRow;
  }

  /** An integer of two or four bytes. */
  int(): number | null {
    const length = this.view.getInt32(this.at);
    const start = this.at + 4;
    if (length === NULL_FIELD) {
      this.at = start;
      return null;
    }
    this.at = start + length;
    return length === 2 ? this.view.getInt16(start) : this.view.getInt32(start);
  }

  /** The same for integer columns of samples: `NO_INT` for null. */
  intOrMissing(): number {
    return this.int() ?? NO_INT;
  }

  /** The same for columns of doubles: NaN for null. */
  floatOrMissing(): number {
    return this.float() ?? Number.NaN;
  }

  /** A double. */
  float(): number | null {
    const length = this.view.getInt32(this.at);
    const start = this.at + 4;
    if (length === NULL_FIELD) {
      this.at = start;
      return null;
    }
    this.at = start + 8;
    return this.view.getFloat64(start);
  }

  /** Bytes, as a view of the buffer. */
  bytes(): Uint8Array {
    const length = this.view.getInt32(this.at);
    const start = this.at + 4;
    this.at = start + length;
    return new Uint8Array(this.view.buffer, this.view.byteOffset + start, length);
  }

  /** Text, or null. */
  text(): string | null {
    const length = this.view.getInt32(this.at);
    if (length !== NULL_FIELD) return new TextDecoder().decode(this.bytes());
    this.at += 4;
    return null;
  }

  /** A finite timestamp, as Unix µs. */
  timeUs(): number {
    const start = this.at + 4;
    this.at = start + 8;
    return this.view.getInt32(start) * 2 ** 32 + this.view.getUint32(start + 4) + PG_EPOCH_US;
  }

  /** The same where it may be null. */
  timeUsOrNull(): number | null {
    if (this.view.getInt32(this.at) !== NULL_FIELD) return this.timeUs();
    this.at += 4;
    return null;
  }
}
