import { AppError, shortened } from "../../errors";
import { INGEST_LIMITS } from "./ingest-body";
import { decodeUtf8, refuseOverwhelmingJson } from "../http/parse-json";
import { finishBatch, type IngestBatch, type IngestContext, startBatch, tooLarge } from "./ingest-batch";
import { Problems } from "./problems";
import { RowReader } from "./json-row-reader";

/**
 * The batch of an `application/x-ndjson` body: a sample a line, as a row of `samples`.
 * @throws AppError `malformed` for a line that is no JSON; `invalid_input` with the line of each fault, counted from 1; `too_large`
 */
export function readNdjson(bytes: Uint8Array, context: IngestContext): IngestBatch {
  refuseOverwhelmingJson(bytes);
  const text = decodeUtf8(bytes);
  return readTogether(text, context) ?? readLines(text, context);
}

/**
 * All lines as one list, which is parsed in three quarters of the time. Only where each line begins with `{` and ends with `}` and there
 * are as many rows as lines: since a row that is read holds no objects, each line then is one. Null where anything is not so.
 */
function readTogether(text: string, context: IngestContext): IngestBatch | null {
  const trimmed = text.trimEnd();
  const lines = countObjectLines(trimmed);
  if (lines === null) return null;
  const builder = startBatch(lines, context);
  const reader = new RowReader(builder, context.startedAtUs);
  const rows = parseList(trimmed);
  if (rows?.length !== lines || !rows.every((row, index) => reader.read(row, index))) return null;
  return finishBatch(builder, { samples: lines, ignored: reader.ignored });
}

function parseList(lines: string): readonly unknown[] | null {
  try {
    // The line ends stay: inside a text one is no JSON, and must not become a comma.
    const rows: unknown = JSON.parse(`[${lines.replaceAll("\n", ",\n")}]`);
    return Array.isArray(rows) ? rows : null;
  } catch {
    return null;
  }
}

function readLines(text: string, context: IngestContext): IngestBatch {
  const rows = parseLines(text);
  const builder = startBatch(rows.length, context);
  const reader = new RowReader(builder, context.startedAtUs);
  const problems = new Problems();
  for (let index = 0; index < rows.length && !problems.areMany; index++) {
    const { line, value } = rows[index] ?? { line: 0, value: null };
    if (reader.read(value, index)) continue;
    for (const { name, message } of reader.problemsOf(value, index)) {
      problems.add({ row: line, message: name === null ? message : `${shortened(name)}: ${message}` });
    }
  }
  problems.refuseAny();
  return finishBatch(builder, { samples: rows.length, ignored: reader.ignored });
}

const [OPEN, CLOSE, CARRIAGE_RETURN] = [0x7b, 0x7d, 0x0d];

/** Null where a line does not begin and end as an object does. */
function countObjectLines(text: string): number | null {
  let lines = 0;
  for (let from = 0; from < text.length; lines++) {
    const lineFeed = text.indexOf("\n", from);
    const end = lineFeed < 0 ? text.length : lineFeed;
    const last = text.charCodeAt(end - 1) === CARRIAGE_RETURN ? end - 2 : end - 1;
    if (text.charCodeAt(from) !== OPEN || text.charCodeAt(last) !== CLOSE) return null;
    from = end + 1;
  }
  return lines;
}

/** Far more than samples: only empty ones can be so many. */
const MAX_LINES = 1_000_000;

/** Empty lines are passed over. */
function parseLines(text: string): { line: number; value: unknown }[] {
  const rows: { line: number; value: unknown }[] = [];
  let line = 0;
  for (let from = 0; from < text.length; ) {
    const lineFeed = text.indexOf("\n", from);
    const end = lineFeed < 0 ? text.length : lineFeed;
    const written = text.slice(from, end);
    if (++line > MAX_LINES) throw tooLarge(`${MAX_LINES} lines`);
    from = end + 1;
    if (written.trim() === "") continue;
    if (rows.length === INGEST_LIMITS.samples) throw tooLarge(`${INGEST_LIMITS.samples} samples`);
    rows.push({ line, value: parseLine(written, line) });
  }
  return rows;
}

function parseLine(written: string, line: number): unknown {
  try {
    return JSON.parse(written);
  } catch (cause) {
    const problems = [{ row: line, message: "expected a sample as a JSON object on one line" }];
    throw new AppError("malformed", `Line ${line} of the body is not JSON.`, { problems, cause });
  }
}
