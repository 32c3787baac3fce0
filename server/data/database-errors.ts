import { AppError } from "../errors";

/** Of the system and of PostgreSQL while it starts, stops, is full, or gave up on a statement that took too long. */
const AWAY_CAUSES =
  /57014|statement timeout|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EPIPE|ENOTFOUND|EAI_AGAIN|connection timeout|connection terminated|terminating connection|is not queryable|timeout exceeded|57P0\d|53300/i;

/** Whether an error says that the database is away, rather than that it refused something. */
export function isDatabaseAway(cause: unknown): boolean {
  if (!(cause instanceof Error) || cause instanceof AppError) return false;
  const code = "code" in cause ? String(cause.code) : "";
  const inner = cause.cause instanceof Error ? `${cause.cause.name} ${cause.cause.message}` : "";
  return AWAY_CAUSES.test(`${code} ${cause.message} ${inner}`);
}

/** Whether a server refused to write what another would take. */
export function isReadOnlyServer(cause: unknown): boolean {
  return cause instanceof Error && "code" in cause && cause.code === "25006";
}

export function databaseAway(cause: unknown): AppError {
  return new AppError("unavailable", "The database does not answer. Try again in a moment.", { retryAfterS: 2, cause });
}
