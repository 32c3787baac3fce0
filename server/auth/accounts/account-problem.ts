import { type AppError, ERROR_KINDS } from "../../errors";

/** An error as account requests answer it, wherever they are refused: pages show the message. */
export function accountProblem({ kind, message, problems, retryAfterS }: AppError) {
  const headers: Record<string, string> = { "Cache-Control": "no-store" };
  if (retryAfterS !== undefined) headers["Retry-After"] = String(retryAfterS);
  return {
    body: { message: problems[0]?.message ?? message },
    init: { status: ERROR_KINDS[kind].httpStatus, headers },
  };
}
