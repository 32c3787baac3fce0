import { AppError } from "../../errors";
import { type ApiHeaders, type Body, requireMediaType } from "../http/read-body";
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

// Of an object literal, `keys` are the keys.
const MEDIA_TYPES = Object.keys(FORMS) as (keyof typeof FORMS)[];

/**
 * The reader of the form that the headers name.
 * @throws AppError `unsupported_media_type`
 */
export function formOf(headers: ApiHeaders): (body: Body, context: IngestContext) => IngestBatch {
  const readForm: ReadForm = FORMS[requireMediaType(headers, MEDIA_TYPES)];
  return ({ content }, context) => {
    if (content.length === 0) throw new AppError("malformed", "The body is empty.");
    return readForm(content, context);
  };
}
