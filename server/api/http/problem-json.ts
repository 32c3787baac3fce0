import { type AppError, ERROR_KINDS, type ErrorKind } from "../../errors";
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

export const problemJson = (error: AppError): Response => problemAnswer(error).toResponse();
