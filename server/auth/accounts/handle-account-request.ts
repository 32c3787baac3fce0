import { setTimeout as wait } from "node:timers/promises";
import { z } from "zod";
import { env } from "../../env";
import { AppError, toAppError } from "../../errors";
import { logger } from "../../logger";
import { countedAddress } from "../client-address";
import { accountProblem } from "./account-problem";
import { ACCOUNT_REQUESTS } from "./account-requests";
import { auth } from "./auth";
import { inTurnOfAddress } from "./few-of-an-address";
import { CONFIRM_SIGN_UP, isSignUpToken } from "./pending-sign-ups";
import { refusedAsForeign } from "./own-request";

const ACCOUNT_PATH = "/api/auth";
const MAX_BODY_BYTES = 16_384;
const VERIFY_EMAIL = "/verify-email";
const GET_SESSION = "/get-session";

const answerBody = z.record(z.string(), z.unknown()).catch({});

/**
 * Accounts over HTTP. Only what ACCOUNT_REQUESTS names is there; a body is parsed before the library sees it, and of its answer only the
 * named fields go out.
 */
export async function handleAccountRequest(request: Request): Promise<Response> {
  const startedAtMs = Date.now();
  const path = new URL(request.url).pathname.slice(ACCOUNT_PATH.length);
  const requested = Object.hasOwn(ACCOUNT_REQUESTS, path) ? ACCOUNT_REQUESTS[path] : undefined;
  try {
    if (!requested || request.method !== "POST") throw new AppError("not_found", "There is no such request.");
    const foreign = refusedAsForeign(request);
    if (foreign) throw foreign;
    // The listener counts the same before it hands a request on; in development there is none.
    const work = () => forwarded(request, { path, requested, startedAtMs });
    return await inTurnOfAddress(countedAddress(request.headers), work);
  } catch (cause) {
    const error = toAppError(cause);
    if (error.kind === "internal") logger.error({ error, path }, "account request failed");
    const { body, init } = accountProblem(error);
    return Response.json(body, init);
  }
}

type Forwarded = { path: string; requested: (typeof ACCOUNT_REQUESTS)[string] & {}; startedAtMs: number };

/** What the library answers to it, as far as it may be shown, and no sooner than requests of its kind are answered. */
async function forwarded(request: Request, { path, requested, startedAtMs }: Forwarded): Promise<Response> {
  const body = await readBody(request, requested.body);
  const answer = await auth().handler(toLibraryRequest(request, path, body));
  const given = answerBody.parse(await answer.json().catch(() => ({})));
  const fields = answer.ok ? (requested.answer ?? []) : ["message", "code"];
  const shown = Object.fromEntries(fields.flatMap((field) => (field in given ? [[field, given[field]]] : [])));
  await wait(Math.max(0, (requested.atLeastMs ?? 0) - (Date.now() - startedAtMs)));
  // An unconfirmed account is answered like a wrong password (account-hooks.ts), but the library keeps the status it had chosen.
  const status = given.code === "INVALID_EMAIL_OR_PASSWORD" ? 401 : answer.status;
  return Response.json(shown, { status, headers: answerHeaders(answer.headers) });
}

async function readBody(
  request: Request,
  schema: z.ZodType<Record<string, unknown>>,
): Promise<Record<string, unknown>> {
  const tooLarge = new AppError("too_large", "This is more than an account request holds.");
  if (Number(request.headers.get("content-length") ?? 0) > MAX_BODY_BYTES) throw tooLarge;
  const text = await request.text().catch((cause) => {
    throw new AppError("malformed", "The body ended before it was complete.", { cause });
  });
  if (text.length > MAX_BODY_BYTES) throw tooLarge;
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    throw cause instanceof SyntaxError ? new AppError("malformed", "This is not JSON.", { cause }) : cause;
  }
}

/**
 * The parsed request as the library wants it. It confirms addresses and prolongs sessions by GET, which a picture on any page could ask for;
 * here they are POSTs.
 */
function toLibraryRequest(request: Request, requested: string, body: Record<string, unknown>): Request {
  const path = libraryPath(requested, body);
  const url = new URL(`${ACCOUNT_PATH}${path}`, env().APP_URL);
  const headers = new Headers(request.headers);
  headers.delete("content-length");
  if (path !== VERIFY_EMAIL && path !== GET_SESSION) {
    return new Request(url, { method: "POST", headers, body: JSON.stringify(body) });
  }
  if (path === VERIFY_EMAIL) url.searchParams.set("token", String(body.token));
  headers.delete("content-type");
  return new Request(url, { headers });
}

function libraryPath(requested: string, body: Record<string, unknown>): string {
  if (requested === "/prolong-session") return GET_SESSION;
  return requested === VERIFY_EMAIL && isSignUpToken(String(body.token)) ? CONFIRM_SIGN_UP : requested;
}

/** Cookies and when to come back; the rest describes a body that is not sent. */
function answerHeaders(from: Headers): Headers {
  const headers = new Headers({ "Cache-Control": "no-store" });
  for (const cookie of from.getSetCookie()) headers.append("Set-Cookie", cookie);
  const retryAfter = from.get("retry-after");
  if (retryAfter !== null) headers.set("Retry-After", retryAfter);
  return headers;
}
