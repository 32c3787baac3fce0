import { type AppError, ERROR_KINDS, type ErrorKind, toAppError } from "../../errors";
import { logger } from "../../logger";
import { Answer } from "./answer";

const DEFAULT_RETRY_S = 5;
const COMES_BACK: ReadonlySet<ErrorKind> = new Set(["unavailable", "too_many"]);

/** An error as RFC 9457 has it, its status from ERROR_KINDS. */
export function problemAnswer(error: AppError): Answer {
  const { httpStatus, title } = ERROR_KINDS[error.kind];
  const headers: Record<string, string> = {
    "Content-Type": "application/problem+json",
    "Cache-Control": "no-store",
  };
  if (error.kind === "unauthenticated") headers["WWW-Authenticate"] = "Bearer";
  if (COMES_BACK.has(error.kind)) headers["Retry-After"] = String(error.retryAfterS ?? DEFAULT_RETRY_S);
  // What is still to come of a body that is not read any more would only keep the connection.
  if (error.kind === "too_slow") headers.Connection = "close";
  const problem = {
    type: `/docs/api#${error.kind}`,
    title,
    status: httpStatus,
    detail: error.message,
    errors: error.problems,
  };
  return Answer.json(problem, { status: httpStatus, headers });
}

/** Refusals that are not the sender's doing are louder. Of those that come by the thousand a metric tells. */
const LOG_LEVELS: Partial<Record<ErrorKind, "error" | "warn" | "debug">> = {
  internal: "error",
  unavailable: "warn",
  too_many: "debug",
};

/**
 * The answer to a request that threw, which the log hears of: for the REST API, and for what pages ask besides procedures.
 * @returns null where no answer would be true: the connection has to end without one
 */
export function refusalAnswer(cause: unknown, { method, path }: { method: string; path: string }): Answer | null {
  const error = toAppError(cause);
  logger[LOG_LEVELS[error.kind] ?? "info"]({ error, method, path }, "request refused");
  return error.kind === "undecided" ? null : problemAnswer(error);
}

export const problemJson = (error: AppError): Response => problemAnswer(error).toResponse();
