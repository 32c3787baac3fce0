import type { ErrorKind } from "../../errors";

const PARAGRAPHS = [
  "The file is the body, as the cycler's program wrote it, of any content type; `Content-Encoding: gzip` is opened. It is read while it " +
    "arrives. 202: all of it was read, is on disk, and will count exactly once. 4xx: nothing of it is stored. 429 or 503 with `Retry-After`: " +
    "nothing of it is stored, send the same file again. At most 2 GiB as sent; `GET /api/v1/imports/{id}` tells how far it is.",
  "**Sent again.** The same bytes with the same query for the same cell and test are answered with the first import, `duplicate: true`, as long " +
    "as nothing changed what it brought. A longer version of a file adds what is new. Under an `Idempotency-Key` the key decides instead.",
  "**Contradictions.** Where units, signs, dates, clocks, columns or counters of a file contradict each other, or the nominal capacity, it is answered 422, and `errors` " +
    "names the parameter that settles it, with its values, the likeliest first (`timeUnit`, `countersDiffer`, …). Nothing is stored before that.",
  "**Tests.** Where the cycler began to count anew, what follows becomes a test of its own (`restart 2`), whose cycles go on behind those before.",
];

export const IMPORT_DESCRIPTION = PARAGRAPHS.join("\n\n");

export const IMPORT_REASONS: Partial<Record<ErrorKind, string>> = {
  malformed: "no gzip where the header says so, or other bytes than `Content-Digest` or `Content-Length` say",
  too_slow: "under 256 KiB arrived in a minute",
  too_large: "over 2 GiB as sent or 8 GiB unpacked",
  unsupported_media_type: "another encoding than gzip",
  invalid_input:
    "the file cannot be read, or not as the query says; `errors` names rows and columns. Also an `Idempotency-Key` that stands for another file",
  too_many: "the lab sends four files already, or a hundred wait to be stored, or the key is over its rate",
  unavailable: "the database or Redis does not answer",
};
