import type { z } from "zod";
import { type GrantRequest, labScopeForApiKey, labScopeForGrant } from "../../auth/lab-scope";
import type { LabScope } from "../../lab-scope";
import { Answer, type AnyAnswer, StreamedAnswer } from "./answer";
import type { Operation } from "../rest/operation";
import { pathParams, queryOf } from "./path-params";
import { refusalAnswer } from "./problem-json";
import { ANSWER_FORMATS, type AnswerFormat, answerFormat } from "../tables/answer-format";
import { toCsv } from "../tables/csv";
import { toParquet } from "../tables/parquet";
import type { Table } from "../tables/table";
import { inTurnOfLab } from "../turns-of-labs";
import { observeRequest } from "../monitoring/request-metrics";
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
) => Promise<z.input<A> | AnyAnswer>;

/** The one wrapper of the REST API: key or grant, scope, input, answer; and every refusal as a problem document. */
export function restRoute<P extends z.ZodObject, Q extends z.ZodObject, B extends z.ZodType, A extends z.ZodType>(
  operation: Operation<P, Q, B, A>,
  handle: Handle<P, Q, B, A>,
) {
  const answer = async (request: ApiRequest): Promise<AnyAnswer | null> => {
    const startedAtMs = performance.now();
    const given = await answerByGrant(request, answerOf(operation, handle, request));
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
): Promise<AnyAnswer | null> {
  const { pathname, searchParams } = new URL(request.url);
  try {
    const named = pathParams(operation.path, pathname);
    const scope = await scopeOf(operation, request, { named, given: searchParams });
    const format = wantedFormat(operation, request.headers.get("accept"), searchParams);
    const params = operation.params.parse(named);
    const query = operation.query.parse(queryOf(searchParams));
    const body = operation.body?.readBy === "wrapper" ? await readJsonBody(request) : undefined;
    const answered = async (): Promise<AnyAnswer> => {
      // Services parse what they take; the cast only names what the description says of it.
      const result = await handle(scope, { params, query, body: body as z.input<B> }, request);
      if (result instanceof Answer || result instanceof StreamedAnswer) return result;
      if (format.name !== "json" && operation.table) return tableAnswer(operation.table(result as z.output<A>), format);
      return writtenOnce(result, operation.answer.status);
    };
    return await (isLong(operation) ? answered() : inTurnOfLab(scope, answered));
  } catch (cause) {
    return refusalAnswer(cause, { method: operation.method, path: pathname });
  }
}

/** What takes as long as its sender or reader: files and batches that arrive, and files that leave. */
const isLong = ({ body, file }: Operation) => body?.readBy === "handler" || file !== undefined;

/**
 * Whoever asks: the bearer of a key, or, where the URL has one, of a grant, which then is all that counts. The grant is taken out of the
 * query.
 */
async function scopeOf(
  operation: Operation,
  request: ApiRequest,
  { named, given }: { named: Record<string, string>; given: URLSearchParams },
): Promise<LabScope> {
  const { keyScopes, needsAllScopes = false } = operation;
  const [secret, ...more] = given.getAll(GRANT);
  if (secret === undefined) {
    return labScopeForApiKey(request.headers.get("authorization"), keyScopes, { needsAll: needsAllScopes });
  }
  given.delete(GRANT);
  return labScopeForGrant(secret, more.length === 0 ? grantRequest(operation, named, given) : null);
}

/** What is asked for with a grant; null where none is taken. */
function grantRequest(
  { granted }: Operation,
  { name = "", id = "" }: Record<string, string>,
  given: URLSearchParams,
): GrantRequest | null {
  if (!granted || granted.without?.some((parameter) => given.has(parameter))) return null;
  const { kind, read } = granted;
  return kind === "cell" ? { kind, read, name } : { kind, read, id };
}

/** An answer to whoever has a link: kept by nobody on the way, found by no search engine, and its URL told to nobody. */
async function answerByGrant(request: ApiRequest, answered: Promise<AnyAnswer | null>): Promise<AnyAnswer | null> {
  const answer = await answered;
  const hasGrant = request.url.includes("?") && new URL(request.url).searchParams.has(GRANT);
  return hasGrant ? (answer?.with(GRANTED_HEADERS) ?? null) : answer;
}

const GRANT = "grant";
const GRANTED_HEADERS = {
  "Cache-Control": "private, no-store",
  "Referrer-Policy": "no-referrer",
  "X-Robots-Tag": "noindex",
};

/** What a handler gives again was written before. */
const written = new WeakMap<object, Answer>();

function writtenOnce(result: unknown, status: number): Answer {
  const given = Object(result) as object; // an answer is one
  const answer = written.get(given) ?? Answer.json(result, { status, headers: NOT_STORED });
  written.set(given, answer);
  return answer;
}

const NOT_STORED = { "Cache-Control": "no-store" };

type WantedFormat = { name: AnswerFormat; withComments: boolean };

/** How the answer is wanted, which is no part of the query; unless the operation means something else by that word. */
function wantedFormat({ query, table, file }: Operation, accept: string | null, given: URLSearchParams): WantedFormat {
  const take = (name: string): string | null => {
    if (name in query.shape) return null;
    const value = given.get(name);
    given.delete(name);
    return value;
  };
  if (file) return { name: "json", withComments: false }; // which the handler makes, in the form that it finds wanted
  const requested = { accept, format: take("format") };
  const name = answerFormat(requested, table ? ["json", "csv", "parquet"] : ["json"]);
  return { name, withComments: table !== undefined && take("comments") === "true" };
}

async function tableAnswer(table: Table, { name, withComments }: WantedFormat): Promise<Answer> {
  const body = name === "csv" ? await toCsv(table, { withAbout: withComments }) : await toParquet(table);
  const charset = name === "csv" ? "; charset=utf-8" : "";
  return Answer.of(body, { "Content-Type": `${ANSWER_FORMATS[name]}${charset}`, ...NOT_STORED });
}
