import { z } from "zod";

/** Every way to fail: its HTTP status, its tRPC code, and whether a job that met it is worth another attempt. */
export const ERROR_KINDS = {
  malformed: { httpStatus: 400, trpcCode: "BAD_REQUEST", retryable: false, title: "The request cannot be read" },
  unauthenticated: { httpStatus: 401, trpcCode: "UNAUTHORIZED", retryable: false, title: "Unauthorized" },
  forbidden: { httpStatus: 403, trpcCode: "FORBIDDEN", retryable: false, title: "Not allowed" },
  not_found: { httpStatus: 404, trpcCode: "NOT_FOUND", retryable: false, title: "Not found" },
  too_slow: { httpStatus: 408, trpcCode: "TIMEOUT", retryable: false, title: "The request took too long to arrive" },
  conflict: { httpStatus: 409, trpcCode: "CONFLICT", retryable: false, title: "Conflict" },
  too_large: { httpStatus: 413, trpcCode: "PAYLOAD_TOO_LARGE", retryable: false, title: "Too large" },
  unsupported_media_type: {
    httpStatus: 415,
    trpcCode: "UNSUPPORTED_MEDIA_TYPE",
    retryable: false,
    title: "Content type not supported",
  },
  invalid_input: {
    httpStatus: 422,
    trpcCode: "UNPROCESSABLE_CONTENT",
    retryable: false,
    title: "Invalid input",
  },
  too_many: { httpStatus: 429, trpcCode: "TOO_MANY_REQUESTS", retryable: true, title: "Too many requests" },
  unavailable: { httpStatus: 503, trpcCode: "SERVICE_UNAVAILABLE", retryable: true, title: "Try again later" },
  /** The outcome is unknown: the connection ends without an answer, as it does when a server dies. */
  undecided: { httpStatus: 503, trpcCode: "SERVICE_UNAVAILABLE", retryable: true, title: "Outcome unknown" },
  internal: { httpStatus: 500, trpcCode: "INTERNAL_SERVER_ERROR", retryable: true, title: "Something went wrong" },
} as const;
export type ErrorKind = keyof typeof ERROR_KINDS;

/** One thing that is wrong in the input: a JSON pointer into the body, or a row or a column of a table. */
export type InputProblem = { pointer: string; message: string } | { row?: number; column?: string; message: string };

export const MAX_PROBLEMS = 100;

const BRAND = Symbol.for("chargetracker.AppError");

export class AppError extends Error {
  /** A process may hold this module several times, bundled and not, and what one of them throws another catches. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === "object" && value !== null && BRAND in value;
  }

  readonly [BRAND] = true;
  readonly kind: ErrorKind;
  readonly problems: readonly InputProblem[];
  readonly retryAfterS: number | undefined;

  /** @param message says what happened and what to do next; it is shown to users */
  constructor(
    kind: ErrorKind,
    message: string,
    details: { problems?: readonly InputProblem[]; retryAfterS?: number; cause?: unknown } = {},
  ) {
    super(message, { cause: details.cause });
    this.name = "AppError";
    this.kind = kind;
    this.problems = details.problems?.slice(0, MAX_PROBLEMS) ?? [];
    this.retryAfterS = details.retryAfterS;
  }
}

/** Any thrown value as one of the kinds; what is unknown becomes a bland `internal`, its cause kept for the log. */
export function toAppError(cause: unknown): AppError {
  if (cause instanceof AppError) return cause;
  if (cause instanceof z.ZodError) {
    return new AppError("invalid_input", "The input is not as described; see errors.", {
      problems: toInputProblems(cause.issues),
      cause,
    });
  }
  return new AppError("internal", "The server failed to do this. It has been logged; try again.", { cause });
}

/** zod's issues with JSON pointers (RFC 6901). */
export function toInputProblems(issues: readonly z.core.$ZodIssue[]): InputProblem[] {
  return issues.slice(0, MAX_PROBLEMS).flatMap((issue) => {
    const pointer = toPointer(issue.path);
    if (issue.code !== "unrecognized_keys") return [{ pointer, message: issue.message }];
    return issue.keys.slice(0, MAX_PROBLEMS).map((key) => ({
      pointer: `${pointer}${toPointer([key])}`,
      message: unknownName(key),
    }));
  });
}

/** A JSON pointer (RFC 6901); names that are too long to be shown are cut. */
export const toPointer = (path: readonly PropertyKey[]): string =>
  path.map((part) => `/${shortened(String(part)).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");

export const unknownName = (name: string): string => `"${shortened(name)}" is not a known name here`;

const MAX_SHOWN_CHARACTERS = 128;
export const shortened = (text: string) =>
  text.length <= MAX_SHOWN_CHARACTERS ? text : `${text.slice(0, MAX_SHOWN_CHARACTERS)}…`;
