import { NO_INT, type SampleColumns } from "../../domain/sample-columns";

/** Columns of `samples` in the order that `encodeSamples` writes them. */
export const COPY_COLUMNS =
  "test_id, time, record, seq, voltage_v, current_a, temperature_c, test_time_s, cycle, step, step_count, mode";

const FIELD_COUNT = 12;
const HEADER = Buffer.from("PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0", "latin1");
const MAX_ROW_BYTES = 2 + FIELD_COUNT * 4 + 4 * 2 + 8 * 6 + 4 * 3 + 2;
const PG_EPOCH_US = 946_684_800_000_000; // 2000-01-01 in Unix µs
const NULL_FIELD = -1;

/**
 * Samples in PostgreSQL's binary COPY format.
 * @see https://www.postgresql.org/docs/current/sql-copy.html, "Binary Format"
 */
export function encodeSamples(parts: readonly { testId: number; samples: SampleColumns; seq: Float64Array }[]): Buffer {
  const rows = parts.reduce((sum, { samples }) => sum + samples.length, 0);
  const buffer = Buffer.allocUnsafe(HEADER.length + rows * MAX_ROW_BYTES + 2);
  let at = HEADER.copy(buffer, 0);
  const int32 = (value: number) => {
    if (value === NO_INT) {
      at = buffer.writeInt32BE(NULL_FIELD, at);
      return;
    }
    at = buffer.writeInt32BE(4, at);
    at = buffer.writeInt32BE(value, at);
  };
  const int64 = (value: number) => {
    at = buffer.writeInt32BE(8, at);
    at = buffer.writeInt32BE(Math.floor(value / 2 ** 32), at);
    at = buffer.writeUInt32BE(value >>> 0, at);
  };
  const float64 = (value: number) => {
    if (Number.isNaN(value)) {
      at = buffer.writeInt32BE(NULL_FIELD, at);
      return;
    }
    at = buffer.writeInt32BE(8, at);
    at = buffer.writeDoubleBE(value, at);
  };
  for (const { testId, samples, seq } of parts) {
    for (let index = 0; index < samples.length; index++) {
      at = buffer.writeInt16BE(FIELD_COUNT, at);
      int32(testId);
      int64((samples.timeUs[index] as number) - PG_EPOCH_US);
      int32(samples.record[index] as number);
      int64(seq[index] as number);
      float64(samples.voltageV[index] as number);
      float64(samples.currentA[index] as number);
      float64(samples.temperatureC[index] as number);
      float64(samples.testTimeS[index] as number);
      int32(samples.cycle[index] as number);
      int32(samples.step[index] as number);
      int32(samples.stepCount[index] as number);
      const mode = samples.mode[index] as number;
      at = buffer.writeInt32BE(mode === NO_INT ? NULL_FIELD : 2, at);
      if (mode !== NO_INT) at = buffer.writeInt16BE(mode, at);
    }
  }
  at = buffer.writeInt16BE(-1, at);
  return buffer.subarray(0, at);
}
