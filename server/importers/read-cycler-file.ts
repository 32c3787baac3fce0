import { copyBytes, joinBytes } from "./text/bytes";
import {
  type ImportOptions,
  type ImportSummary,
  MAX_INFLATED_BYTES,
  NoTestDataError,
  type ReadCyclerFile,
  UnreadableFileError,
} from "./cycler-file";
import { foreignArchive, foreignFormat } from "./containers/foreign-formats";
import { gunzip } from "./containers/gunzip";
import { InflationLimit } from "./containers/inflation-limit";
import { parquetLines } from "./containers/parquet-lines";
import { readArchive } from "./containers/read-archive";
import { readWorkbook } from "./containers/read-workbook";
import { isWorkbook } from "./containers/workbook";
import { openZip } from "./containers/zip-archive";
import { FORMATS } from "./formats";
import type { ReadingContext } from "./assembly/reading-context";
import { mappedFormat } from "./table/mapped-format";
import { readTextTable } from "./table/read-text-table";
import type { TableFormat } from "./table/table-format";
import { readFirst } from "./text/read-first";

/** A workbook, archive or Parquet file has its directory at the end, so it is read into memory. */
const MAX_WHOLE_BYTES = 128 << 20;
/** Nobody nests deeper than an archive in an archive in a gzip file. */
const MAX_DEPTH = 3;

/** @see ReadCyclerFile */
export const readCyclerFile: ReadCyclerFile = async (bytes, options, onPart) => {
  const inflationLimit = new InflationLimit(options.maxInflatedBytes ?? MAX_INFLATED_BYTES);
  const iterator = bytes[Symbol.asyncIterator]();
  try {
    return await readOpened(
      { [Symbol.asyncIterator]: () => iterator },
      { options, formats: formatsFor(options), inflationLimit, onPart },
      MAX_DEPTH,
    );
  } finally {
    // Also for a file that is refused by its first bytes: the sender must not wait for it to be read.
    await iterator.return?.();
  }
};

/** The formats to try. */
function formatsFor({ format, mapping }: ImportOptions): readonly TableFormat[] {
  if (mapping) return [mappedFormat(mapping)];
  if (format === "auto") return FORMATS;
  const chosen = FORMATS.filter(({ id }) => id === format);
  if (chosen.length > 0) return chosen;
  const message = `there is no format "${format}"; the formats are auto, ${FORMATS.map(({ id }) => id).join(", ")}`;
  throw new UnreadableFileError(message, [{ row: null, column: "format", message }]);
}

/** Unpacks containers, recognised by their first bytes, down to a table. */
async function readOpened(
  bytes: AsyncIterable<Uint8Array>,
  context: ReadingContext,
  depth: number,
): Promise<ImportSummary> {
  if (depth === 0)
    throw new UnreadableFileError("the file is packed more than twice (as .gz in .zip in .gz): unpack it first");
  const { first, all } = await readFirst(bytes, 64);
  if (first.length === 0) throw new NoTestDataError("the file is empty");
  if (startsWith(first, [0x1f, 0x8b])) {
    return readOpened(context.inflationLimit.bound(gunzip(all, "the gzip file")), context, depth - 1);
  }
  if (startsWith(first, [0x50, 0x4b, 0x03, 0x04])) {
    const entries = openZip(await collect(all)).map(({ name, open }) => ({
      name,
      open: () => context.inflationLimit.bound(open()),
    }));
    if (isWorkbook(entries)) return readWorkbook(entries, context);
    refuseForeign(foreignArchive(entries.map(({ name }) => name)));
    return readArchive(entries, context, (entry, entryContext) => readOpened(entry, entryContext, depth - 1));
  }
  if (startsWith(first, [0x50, 0x41, 0x52, 0x31])) {
    return readTextTable(context.inflationLimit.bound(parquetLines(await collect(all))), context, {
      container: "Parquet",
    });
  }
  refuseForeign(foreignFormat(first));
  return readTextTable(all, context, { container: null });
}

function refuseForeign(message: string | null): void {
  if (message !== null) throw new NoTestDataError(message, [{ row: null, column: null, message }]);
}

const startsWith = (bytes: Uint8Array, mark: readonly number[]) => mark.every((byte, at) => bytes[at] === byte);

async function collect(bytes: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of bytes) {
    length += part.length;
    if (length > MAX_WHOLE_BYTES) {
      throw new UnreadableFileError(
        `a ZIP archive, workbook or Parquet file may be ${MAX_WHOLE_BYTES >> 20} MiB at most: unpack it or save it as CSV`,
      );
    }
    parts.push(copyBytes(part));
  }
  return joinBytes(parts);
}
