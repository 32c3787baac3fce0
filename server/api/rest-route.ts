import type { z } from "zod";
import { labScopeForApiKey } from "../auth/lab-scope";
import { AppError, type ErrorKind, toAppError } from "../errors";
import type { LabScope } from "../lab-scope";
import { logger } from "../logger";
import type { Operation } from "./operation";
import { problemJson } from "./problem-json";
import { observeRequest } from "./prometheus";
import { readJsonBody } from "./read-body";

type Input<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> = {
  params: z.output<P>;
  query: z.output<Q>;
  /** What the wrapper read; undefined where there is none, or where the handler reads it. */
  body: z.input<B>;
};

type Handle<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, A extends z.ZodType> = (
  scope: LabScope,
  input: Input<P, Q, B>,
  request: Request,
) => Promise<z.input<A> | Response>;

/** The one wrapper of the REST API: key, scope, input, answer; and every refusal as a problem document. */
export function restRoute<P extends z.ZodObject, Q extends z.ZodObject, B extends z.ZodType, A extends z.ZodType>(
  operation: Operation<P, Q, B, A>,
  handle: Handle<P, Q, B, A>,
) {
  const route = async (request: Request): Promise<Response> => {
    const startedAtMs = performance.now();
    const response = await answer(operation, handle, request);
    observeRequest(operation, response.status, performance.now() - startedAtMs);
    return response;
  };
  return Object.assign(route, { operation });
}

/** Refusals that are not the sender's doing. */
const LOG_LEVELS: Partial<Record<ErrorKind, "error" | "warn">> = { internal: "error", unavailable: "warn" };

async function answer<P extends z.ZodObject, Q extends z.ZodObject, B extends z.ZodType, A extends z.ZodType>(
  operation: Operation<P, Q, B, A>,
  handle: Handle<P, Q, B, A>,
  request: Request,
): Promise<Response> {
  const { pathname, searchParams } = new URL(request.url);
  try {
    const scope = await labScopeForApiKey(request.headers.get("authorization"), operation.keyScopes);
    refuseOtherFormats(request.headers.get("accept"), searchParams);
    const params = operation.params.parse(paramsOf(operation.path, pathname));
    const query = operation.query.parse(Object.fromEntries(searchParams));
    const body = operation.body?.readBy === "wrapper" ? await readJsonBody(request) : undefined;
    // Services parse what they take; the cast only names what the description says of it.
    const result = await handle(scope, { params, query, body: body as z.input<B> }, request);
    if (result instanceof Response) return result;
    return Response.json(result, { status: operation.answer.status, headers: { "Cache-Control": "no-store" } });
  } catch (cause) {
    const error = toAppError(cause);
    logger[LOG_LEVELS[error.kind] ?? "info"]({ error, method: operation.method, path: pathname }, "request refused");
    return error.kind === "undecided" ? Response.error() : problemJson(error);
  }
}

/**
 * The parameters of a path, decoded here: what Next.js hands over is not decoded the same way everywhere.
 * @throws AppError `not_found` for a name that is not percent-encoded UTF-8
 */
function paramsOf(template: string, pathname: string): Record<string, string> {
  const names = template.split("/");
  const values = pathname.split("/");
  const params: Record<string, string> = {};
  names.forEach((name, index) => {
    if (!name.startsWith("{")) return;
    try {
      params[name.slice(1, -1)] = decodeURIComponent(values[index] ?? "");
    } catch (cause) {
      throw new AppError("not_found", "The path is not percent-encoded UTF-8.", { cause });
    }
  });
  return params;
}

const JSON_RANGE = /^\s*(application\/json|application\/\*|application\/problem\+json|\*\/\*)\s*(;|$)/i;

function refuseOtherFormats(accept: string | null, query: URLSearchParams): void {
  const format = query.get("format");
  query.delete("format");
  const isJson = format === null ? acceptsJson(accept) : ["json", "application/json"].includes(format);
  if (isJson) return;
  throw new AppError(
    "unsupported_media_type",
    "Answers come as application/json only. Leave `format` and `Accept` out.",
  );
}

const acceptsJson = (accept: string | null) =>
  accept === null || accept.trim() === "" || accept.split(",").some((range) => JSON_RANGE.test(range));
