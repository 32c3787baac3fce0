import { type FileMetaData, parquetMetadataAsync, parquetRead, parquetSchema } from "hyparquet";
import { compressors } from "hyparquet-compressors";
import { UnreadableFileError } from "../cycler-file";
import { boundedText, refuseClaimsOfFooter, refuseClaimsOfPages } from "./parquet-bounds";

const PIECE_CHARACTERS = 1 << 16;
const ROWS_AT_ONCE = 20_000;

/** Times in µs: a Date would round them to ms. */
const PARSERS = {
  stringFromBytes: boundedText,
  jsonFromBytes: boundedText,
  geometryFromBytes: boundedText,
  geographyFromBytes: boundedText,
  uuidFromBytes: boundedText,
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
    refuseClaimsOfFooter(bytes);
    const metadata = await parquetMetadataAsync(file);
    refuseClaimsOfPages(bytes, metadata);
    const columns = plainColumns(metadata);
    yield encoder.encode(`${columns.map(cellOf).join("\t")}\n`);
    const rowCount = Number(metadata.num_rows);
    for (let rowStart = 0; rowStart < rowCount; rowStart += ROWS_AT_ONCE) {
      const rowEnd = Math.min(rowStart + ROWS_AT_ONCE, rowCount);
      let read: unknown[][] = [];
      const onComplete = (rows: unknown[][]) => {
        read = rows;
      };
      await parquetRead({ file, metadata, columns, compressors, parsers: PARSERS, rowStart, rowEnd, onComplete });
      for (const lines of linesOf(read)) yield encoder.encode(lines);
    }
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new UnreadableFileError(`the Parquet file is damaged: ${message}`, [{ row: null, column: null, message }]);
  }
}

/** The columns with a value a row; lists and groups of columns have no place in a table. */
const plainColumns = (metadata: FileMetaData) =>
  parquetSchema(metadata)
    .children.filter(({ children, element }) => children.length === 0 && element.repetition_type !== "REPEATED")
    .map(({ element }) => element.name);

/** The rows as lines, in pieces, for a text may stand in many rows. */
function* linesOf(rows: readonly unknown[][]) {
  let lines = "";
  for (const row of rows) {
    lines += `${row.map(cellOf).join("\t")}\n`;
    if (lines.length < PIECE_CHARACTERS) continue;
    yield lines;
    lines = "";
  }
  yield lines;
}

function cellOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (value instanceof Date) return value.toISOString();
  return String(value).replaceAll(/[\t\r\n]+/g, " ");
}
