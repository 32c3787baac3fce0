import { type AppError, ERROR_KINDS, type ErrorKind } from "../errors";

const DEFAULT_RETRY_S = 5;
const COMES_BACK: ReadonlySet<ErrorKind> = new Set(["unavailable", "too_many"]);

/** An error as RFC 9457 has it, its status from ERROR_KINDS. */
export function problemJson(error: AppError): Response {
  const { httpStatus, title } = ERROR_KINDS[error.kind];
  const headers = new Headers({ "Content-Type": "application/problem+json", "Cache-Control": "no-store" });
  if (error.kind === "unauthenticated") headers.set("WWW-Authenticate", "Bearer");
  if (COMES_BACK.has(error.kind)) headers.set("Retry-After", String(error.retryAfterS ?? DEFAULT_RETRY_S));
  // What is still to come of a body that is not read any more would only keep the connection.
  if (error.kind === "too_slow") headers.set("Connection", "close");
  const problem = {
    type: `/docs/api#${error.kind}`,
    title,
    status: httpStatus,
    detail: error.message,
    errors: error.problems,
  };
  return new Response(JSON.stringify(problem), { status: httpStatus, headers });
}
