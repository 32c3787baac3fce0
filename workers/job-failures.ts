import { AppError, ERROR_KINDS, toAppError } from "@/server/errors";

const UNSTORABLE = "The database cannot hold these values. Nothing of the batch is stored.";
const UNIQUE_VIOLATION = "23505";

/** PostgreSQL's classes 22 (data exception) and 23 (integrity): the same values fail again. Two at once can meet in a unique index. */
function isUnstorable(cause: unknown): boolean {
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  return /^2[23]...$/.test(code) && code !== UNIQUE_VIOLATION;
}

/** What a job's failure is called. */
export const toJobError = (cause: unknown): AppError =>
  isUnstorable(cause) ? new AppError("invalid_input", UNSTORABLE, { cause }) : toAppError(cause);

/** Whether another attempt can end otherwise. */
export const isWorthRetrying = (cause: unknown): boolean => ERROR_KINDS[toJobError(cause).kind].retryable;
