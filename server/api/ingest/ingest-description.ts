import { z } from "zod";
import type { ErrorKind } from "../../errors";

const PARAGRAPHS = [
  "Whole or not at all. 202: the batch is on disk and will count exactly once. 4xx: nothing of it is stored, mend it. 429 or 503 " +
    "with `Retry-After`: nothing of it is stored, send the same bytes again.",
  "**Forms.** `application/json` with rows (`samples`) or with columns (`series`, the fastest); `application/x-ndjson`, a sample a line; " +
    "`text/csv`, whose header has the names of a sample and where an empty field is a missing value. Each may be packed with " +
    "`Content-Encoding: gzip`. At most 8 MiB as sent, 64 MiB unpacked, 50,000 samples and 1,000 cells, within a minute.",
  "**Names.** Those of the Battery Data Format (BDF) may stand for ours everywhere, as machine-readable names or as labels: " +
    "`voltage_volt` or `Voltage / V`. A name and its alias side by side are refused. What BDF knows and is not stored here is listed in " +
    "`ignored`; any other name is refused.",
  "**Times.** ISO 8601 with an offset, or Unix milliseconds, or `unix_time_second` in seconds. Where `time` is missing it is `startedAt` + " +
    "`testTime`; `startedAt` stands in the series, else in the JSON body, else in the query.",
];

export const INGEST_DESCRIPTION = PARAGRAPHS.join("\n\n");

/** What a body may be instead of JSON. */
export const INGEST_FORMS = {
  "application/x-ndjson": z.string().meta({
    description: "A `Sample` a line, as JSON",
    examples: [
      '{"cell":"A-01","time":"2026-01-31T12:00:00Z","voltage":3.7012,"current":-1.5}\n' +
        '{"cell":"A-01","time":"2026-01-31T12:00:01Z","voltage":3.7009,"current":-1.5}\n',
    ],
  }),
  "text/csv": z.string().meta({
    description: "A header with the names of a `Sample`, then a sample a line (RFC 4180)",
    examples: ["cell,time,voltage,current\nA-01,2026-01-31T12:00:00Z,3.7012,-1.5\n"],
  }),
};

export const INGEST_REASONS: Partial<Record<ErrorKind, string>> = {
  malformed:
    "no JSON, CSV or gzip at all, invalid UTF-8, nested too deeply, other bytes than `Content-Digest` or `Content-Length` say",
  too_slow: "the body did not arrive within a minute",
  conflict: "new cells or tests, and the lab has as many as it may",
  too_large: "over 8 MiB as sent, 64 MiB unpacked, 50,000 samples or 1,000 cells",
  unsupported_media_type: "another content type, charset or encoding",
  invalid_input:
    "a missing or unknown name, a name and its alias, no samples, NaN, infinite (`1e400`), |V| > 1000, |I| > 10,000 A, a time before 1990 " +
    "or over 10 minutes ahead; the whole batch is refused",
  too_many:
    "over the rate of the key or the lab, or the backlog is longer than its bound; send the same bytes after `Retry-After`",
  unavailable: "the batch cannot be made durable now, or the key is not known yet and the database is away",
};
