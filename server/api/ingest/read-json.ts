import { AppError, toPointer } from "../../errors";
import type { CellValues } from "../../jobs/contracts/store-batch-job";
import { ingestEnvelope } from "./ingest-body";
import { parseJson } from "../http/parse-json";
import { finishBatch, type IngestBatch, type IngestContext, startBatch } from "./ingest-batch";
import { Problems } from "./problems";
import { isObject, RowReader } from "./json-row-reader";
import { readSeries } from "./read-series";

/**
 * The batch of an `application/json` body: rows or columns.
 * @throws AppError `malformed` when it is no JSON; `invalid_input` with a JSON pointer to each fault; `too_large`
 */
export const readJson = (bytes: Uint8Array, context: IngestContext): IngestBatch =>
  readJsonValue(parseJson(bytes), context);

/** @throws AppError `invalid_input`, `too_large` */
export function readJsonValue(body: unknown, context: IngestContext): IngestBatch {
  if (!isObject(body)) throw refused([], "expected an object with `samples` or `series`");
  const { samples, series, ...rest } = body;
  const { cells: described, startedAt } = ingestEnvelope.parse(rest);
  refuseProto(rest.cells);
  const cells = toCellValues(described);
  const within = { ...context, startedAtUs: startedAt ?? context.startedAtUs };
  if (series === undefined) return readRows(listOf("samples", samples), cells, within);
  if (samples !== undefined) throw refused(["series"], "expected `samples` or `series`, not both");
  return readSeries(listOf("series", series), cells, within);
}

function readRows(rows: readonly unknown[], cells: Record<string, CellValues>, context: IngestContext): IngestBatch {
  const builder = startBatch(rows.length, context);
  const reader = new RowReader(builder, context.startedAtUs);
  const problems = new Problems();
  for (let index = 0; index < rows.length && !problems.areMany; index++) {
    if (reader.read(rows[index], index)) continue;
    for (const { name, message } of reader.problemsOf(rows[index], index)) {
      problems.add({ pointer: toPointer(["samples", index, ...(name === null ? [] : [name])]), message });
    }
  }
  problems.refuseAny();
  return finishBatch(builder, { samples: rows.length, ignored: reader.ignored, cells });
}

type Described = {
  metadata?: Record<string, string | number | null> | undefined;
  nominalCapacityAh?: number | undefined;
};

function toCellValues(described: Record<string, Described> = {}): Record<string, CellValues> {
  const values = Object.entries(described).map(([cell, { metadata, nominalCapacityAh }]) => {
    const given = {
      ...(metadata === undefined ? {} : { metadata }),
      ...(nominalCapacityAh === undefined ? {} : { nominalCapacityAh }),
    };
    return [cell, given] as const;
  });
  return Object.fromEntries(values);
}

/** zod passes over this one key of a record without a word; values would be lost that were accepted. */
function refuseProto(cells: unknown): void {
  if (!isObject(cells)) return;
  const paths = Object.entries(cells).flatMap(([cell, values]) => [
    ...(cell === "__proto__" ? [["cells", cell]] : []),
    ...(isObject(values) && isObject(values.metadata) && Object.hasOwn(values.metadata, "__proto__")
      ? [["cells", cell, "metadata", "__proto__"]]
      : []),
  ]);
  const [path] = paths;
  if (path) throw refused(path, "nothing can be said under this name");
}

function listOf(name: string, value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw refused([name], "expected a list");
  if (value.length === 0) throw refused([name], "no samples");
  return value;
}

function refused(path: readonly string[], message: string): AppError {
  const problems = [{ pointer: toPointer(path), message }];
  return new AppError("invalid_input", "The batch is refused as a whole; see errors.", { problems });
}
