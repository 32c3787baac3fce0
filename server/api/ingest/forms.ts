import { AppError } from "../../errors";
import { type ApiHeaders, requireMediaType } from "../http/read-body";
import type { IngestBatch, IngestContext } from "./ingest-batch";
import { readCsv } from "./read-csv";
import { readJson } from "./read-json";
import { readNdjson } from "./read-ndjson";

type ReadForm = (content: Buffer, context: IngestContext) => IngestBatch;

/** The forms that a batch may have, by media type. */
const FORMS = {
  "application/json": readJson,
  "application/x-ndjson": readNdjson,
  "text/csv": readCsv,
} satisfies Record<string, ReadForm>;

export type Form = keyof typeof FORMS;

// Of an object literal, `keys` are the keys.
const MEDIA_TYPES = Object.keys(FORMS) as Form[];

/**
 * The form that the headers name.
 * @throws AppError `unsupported_media_type`
 */
export const formOf = (headers: ApiHeaders): Form => requireMediaType(headers, MEDIA_TYPES);

/** @throws AppError as the reader of the form does */
export function readForm(form: Form, content: Buffer, context: IngestContext): IngestBatch {
  if (content.length === 0) throw new AppError("malformed", "The body is empty.");
  return FORMS[form](content, context);
}
