import type { z } from "zod";
import { labScopeForApiKey } from "../../auth/lab-scope";
import { AppError } from "../../errors";
import type { LabScope } from "../../lab-scope";
import { Answer } from "./answer";
import type { Operation } from "../rest/operation";
import { refusalAnswer } from "./problem-json";
import { observeRequest } from "../monitoring/prometheus";
import { type ApiRequest, readJsonBody } from "./read-body";

type Input<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> = {
  params: z.output<P>;
  query: z.output<Q>;
  /** What the wrapper read; undefined where there is none, or where the handler reads it. */
  body: z.input<B>;
};

type Handle<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, A extends z.ZodType> = (
  scope: LabScope,
  input: Input<P, Q, B>,
  request: ApiRequest,
) => Promise<z.input<A> | Answer>;

/** The one wrapper of the REST API: key, scope, input, answer; and every refusal as a problem document. */
export function restRoute<P extends z.ZodObject, Q extends z.ZodObject, B extends z.ZodType, A extends z.ZodType>(
  operation: Operation<P, Q, B, A>,
  handle: Handle<P, Q, B, A>,
) {
  const answer = async (request: ApiRequest): Promise<Answer | null> => {
    const startedAtMs = performance.now();
    const given = await answerOf(operation, handle, request);
    observeRequest(operation, given?.status ?? 0, performance.now() - startedAtMs);
    return given;
  };
  const route = async (request: Request) => (await answer(request))?.toResponse() ?? Response.error();
  return Object.assign(route, { operation, answer });
}

/** Null where no answer would be true: the connection has to end without one. */
async function answerOf<P extends z.ZodObject, Q extends z.ZodObject, B extends z.ZodType, A extends z.ZodType>(
  operation: Operation<P, Q, B, A>,
  handle: Handle<P, Q, B, A>,
  request: ApiRequest,
): Promise<Answer | null> {
  const { pathname, searchParams } = new URL(request.url);
  try {
    const scope = await labScopeForApiKey(request.headers.get("authorization"), operation.keyScopes);
    refuseOtherFormats(request.headers.get("accept"), takeFormat(operation.query, searchParams));
    const params = operation.params.parse(paramsOf(operation.path, pathname));
    const query = operation.query.parse(Object.fromEntries(searchParams));
    const body = operation.body?.readBy === "wrapper" ? await readJsonBody(request) : undefined;
    // Services parse what they take; the cast only names what the description says of it.
    const result = await handle(scope, { params, query, body: body as z.input<B> }, request);
    if (result instanceof Answer) return result;
    return Answer.json(result, { status: operation.answer.status, headers: { "Cache-Control": "no-store" } });
  } catch (cause) {
    return refusalAnswer(cause, { method: operation.method, path: pathname });
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

/** How the answer is wanted, which is no part of the query; unless the operation means something else by that word. */
function takeFormat(known: z.ZodObject, query: URLSearchParams): string | null {
  if ("format" in known.shape) return null;
  const format = query.get("format");
  query.delete("format");
  return format;
}

function refuseOtherFormats(accept: string | null, format: string | null): void {
  const isJson = format === null ? acceptsJson(accept) : ["json", "application/json"].includes(format);
  if (isJson) return;
  throw new AppError(
    "unsupported_media_type",
    "Answers come as application/json only. Leave `format` and `Accept` out.",
  );
}

const acceptsJson = (accept: string | null) =>
  accept === null || accept.trim() === "" || accept.split(",").some((range) => JSON_RANGE.test(range));
