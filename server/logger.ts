import { pino } from "pino";

const MAX_CHARACTERS = 500;
/** Stacks tell where, in their first lines. */
const MAX_STACK_CHARACTERS = 2_000;
const MAX_ENTRIES = 20;
const MAX_DEPTH = 5;
const MAX_CAUSES = 5;
/** What senders, files and queries brought: never a reason by itself, and somebody's own. */
const CONTENT = new Set(["table", "input", "firstRows", "rows", "samples", "values", "parameters", "problems", "meta"]);

/** Keys, and grants, which are in URLs: enough of one to guess the rest stays out, however it came into a text. */
const SECRET = /ct_[A-Za-z0-9_-]{20,}/g;

const cut = (text: string, most = MAX_CHARACTERS) =>
  text.length <= most
    ? text.replace(SECRET, "ct_…")
    : `${text.slice(0, most).replace(SECRET, "ct_…")}… (${text.length} characters)`;

/** Kinds of errors that somebody here may have to look into; of the others, refusals, it is enough to know which they were. */
const OURS = new Set<unknown>(["internal", "unavailable", "undecided", undefined]);
const LOGGED_FIELDS = ["code", "kind", "retryAfterS"];

/**
 * An error as the log has it: short, and without what its sender said. What the database says of a row, its `detail`, holds the row, and stays
 * out with everything else that is not named here.
 */
function toLoggedError(error: Error, causes = 0): unknown {
  const known = Object.entries(error).filter(([name]) => LOGGED_FIELDS.includes(name));
  const fields = Object.fromEntries(known.map(([name, value]) => [name, shortened(value, 0)]));
  const summary = { type: error.name, message: cut(error.message), ...fields };
  if (!OURS.has(fields.kind)) return summary;
  const { cause } = error;
  const hasCause = cause !== undefined && causes < MAX_CAUSES;
  const inner = hasCause && cause instanceof Error ? toLoggedError(cause, causes + 1) : shortened(cause, 0);
  return { ...summary, stack: cut(error.stack ?? "", MAX_STACK_CHARACTERS), ...(hasCause ? { cause: inner } : {}) };
}

/** Any value with its text cut, its content left out, and no more of it than somebody reads. */
function shortened(value: unknown, depth: number): unknown {
  if (typeof value === "string") return cut(value);
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Date) return value;
  if (value instanceof Error) return toLoggedError(value);
  if (depth >= MAX_DEPTH || ArrayBuffer.isView(value)) return "…";
  if (Array.isArray(value)) return value.slice(0, MAX_ENTRIES).map((entry) => shortened(entry, depth + 1));
  const entries = Object.entries(value).slice(0, MAX_ENTRIES);
  return Object.fromEntries(
    entries.map(([name, entry]) => [cut(name), CONTENT.has(name) ? "[left out]" : shortened(entry, depth + 1)]),
  );
}

/** The log of this process: JSON lines on standard output. Keys and passwords never get here; the paths below are a second net. */
export const logger = pino({
  level: process.env.LOG_LEVEL ?? (process.env.NODE_ENV === "test" ? "error" : "info"), // env() would need a database
  redact: { paths: ["*.authorization", "*.cookie", "*.password", "*.apiKey", "headers"], censor: "[redacted]" },
  formatters: { log: (fields) => ({ ...Object(shortened(fields, 0)) }) },
});
