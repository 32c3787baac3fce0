import { parquetMetadataAsync, parquetRead } from "hyparquet";
import { compressors } from "hyparquet-compressors";
import { UnreadableFileError } from "../cycler-file";

const ROWS_AT_ONCE = 20_000;

/** Times in µs: a Date would round them to ms. */
const PARSERS = {
  timestampFromMilliseconds: (ms: bigint) => isoOf(ms * 1000n),
  timestampFromMicroseconds: (us: bigint) => isoOf(us),
  timestampFromNanoseconds: (ns: bigint) => isoOf(ns / 1000n),
};

function isoOf(us: bigint): string {
  const ms = Number(us / 1000n);
  const rest = String(Number(us % 1000n)).padStart(3, "0");
  return new Date(ms).toISOString().replace("Z", `${rest}Z`);
}

/**
 * A Parquet file as lines of tab-separated text, header row first, numbers in their shortest exact form.
 * @throws UnreadableFileError where it is damaged
 */
export async function* parquetLines(bytes: Uint8Array) {
  const encoder = new TextEncoder();
  const file = {
    byteLength: bytes.length,
    slice: (from: number, to?: number) => new Uint8Array(bytes.subarray(from, to)).buffer,
  };
  try {
    const metadata = await parquetMetadataAsync(file);
    const columns = metadata.schema.filter(({ num_children }) => !num_children).map(({ name }) => name);
    yield encoder.encode(`${columns.map(cellOf).join("\t")}\n`);
    const rowCount = Number(metadata.num_rows);
    for (let rowStart = 0; rowStart < rowCount; rowStart += ROWS_AT_ONCE) {
      const rowEnd = Math.min(rowStart + ROWS_AT_ONCE, rowCount);
      let lines = "";
      const onComplete = (rows: unknown[][]) => {
        for (const row of rows) lines += `${row.map(cellOf).join("\t")}\n`;
      };
      await parquetRead({ file, metadata, compressors, parsers: PARSERS, rowStart, rowEnd, onComplete });
      yield encoder.encode(lines);
    }
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new UnreadableFileError(`the Parquet file is damaged: ${message}`, [{ row: null, column: null, message }]);
  }
}

function cellOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (value instanceof Date) return value.toISOString();
  return String(value).replaceAll(/[\t\r\n]+/g, " ");
}
