import { NO_INT } from "../domain/samples/sample-columns";

/** Object ids of PostgreSQL's own types. */
const OIDS = { int4: 23, int8: 20, float8: 701, timestamptz: 1184 } as const;
const HEADER_BYTES = 20;
const PG_EPOCH_US = 946_684_800_000_000; // 2000-01-01 in Unix µs

/**
 * Arrays as parameters of a query in PostgreSQL's binary format, which a driver passes on as they are: a tenth of the cost of text on both
 * sides. Missing values (NaN, `NO_INT`) become null.
 * @see https://github.com/postgres/postgres/blob/REL_17_STABLE/src/backend/utils/adt/arrayfuncs.c, array_recv
 */
export const float8Array = (values: Float64Array): Buffer =>
  encode(OIDS.float8, values, 8, Number.isNaN, (buffer, value, at) => buffer.writeDoubleBE(value, at));

export const int4Array = (values: Int32Array): Buffer =>
  encode(OIDS.int4, values, 4, isNoInt, (buffer, value, at) => buffer.writeInt32BE(value, at));

/** Whole numbers that a double holds exactly. */
export const int8Array = (values: Float64Array): Buffer => encode(OIDS.int8, values, 8, Number.isNaN, writeInt64);

/** Unix µs. */
export const timestampArray = (timesUs: Float64Array): Buffer =>
  encode(OIDS.timestamptz, timesUs, 8, Number.isNaN, (buffer, us, at) => writeInt64(buffer, us - PG_EPOCH_US, at));

const isNoInt = (value: number) => value === NO_INT;

function writeInt64(buffer: Buffer, value: number, at: number): void {
  buffer.writeInt32BE(Math.floor(value / 2 ** 32), at);
  buffer.writeUInt32BE(value >>> 0, at + 4);
}

function encode(
  oid: number,
  values: Float64Array | Int32Array,
  bytes: number,
  isNull: (value: number) => boolean,
  write: (buffer: Buffer, value: number, at: number) => void,
): Buffer {
  const buffer = Buffer.allocUnsafe(HEADER_BYTES + values.length * (4 + bytes));
  let hasNull = 0;
  let at = HEADER_BYTES;
  for (const value of values) {
    if (isNull(value)) {
      hasNull = 1;
      at = buffer.writeInt32BE(-1, at);
      continue;
    }
    at = buffer.writeInt32BE(bytes, at);
    write(buffer, value, at);
    at += bytes;
  }
  buffer.writeInt32BE(1, 0); // dimensions
  buffer.writeInt32BE(hasNull, 4);
  buffer.writeInt32BE(oid, 8);
  buffer.writeInt32BE(values.length, 12);
  buffer.writeInt32BE(1, 16); // its first index
  return buffer.subarray(0, at);
}
