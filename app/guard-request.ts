import type { IncomingMessage, ServerResponse } from "node:http";
import { Answer } from "@/server/api/http/answer";
import { type Held, holdBytes } from "@/server/api/http/open-bodies";
import { problemAnswer } from "@/server/api/http/problem-json";
import { accountProblem } from "@/server/auth/accounts/account-problem";
import { inTurnOfAddress } from "@/server/auth/accounts/few-of-an-address";
import { AppError, toAppError } from "@/server/errors";
import { answerWith } from "./node-http";

const METHODS: ReadonlySet<string> = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);
const KIB = 1024;

/** Why a request is not worth handing on, or null: Next.js answers 500 to methods and paths that it cannot make a URL of. */
export function refusedRequest({ method = "", url = "" }: IncomingMessage): Answer | null {
  if (!METHODS.has(method)) {
    const allow = { Allow: [...METHODS].join(", "), "Cache-Control": "no-store" };
    return Answer.json(
      { type: "about:blank", title: "Method not allowed", status: 405 },
      { status: 405, headers: allow },
    );
  }
  const [path = ""] = url.split("?", 1);
  return isPath(path) ? null : problemAnswer(new AppError("malformed", "The path is not percent-encoded UTF-8."));
}

/** Of what Next.js serves under this name only files are there: a page that says so is not worth rendering for whoever tries others. */
export function refusedAsset({ url = "" }: IncomingMessage): Answer | null {
  if (!url.startsWith("/_next/") || url.startsWith("/_next/static/")) return null;
  return problemAnswer(new AppError("not_found", "There is no such file."));
}

function isPath(path: string): boolean {
  if (path === "*") return false;
  try {
    return !decodeURIComponent(path).includes("\u0000");
  } catch {
    return false;
  }
}

type BodyBounds = {
  mostBytes: number;
  /** For all of it to arrive. */
  arrivalMs: number;
};

/** What Next.js reads of a request; files and batches, which it does not, have bounds of their own. */
export function boundsOf(url: string): BodyBounds {
  if (url.startsWith("/api/auth/")) return { mostBytes: 16 * KIB, arrivalMs: 30_000 };
  return { mostBytes: KIB * KIB, arrivalMs: url.startsWith("/api/trpc/") ? 60_000 : 300_000 };
}

/** Whose bodies count together, and how far they may go. */
type Bounded = { address: string; bounds?: BodyBounds };

/**
 * Counts the bytes of a body that somebody else reads, and ends it where they are too many, or too slow.
 * @returns false where it was answered already
 */
export function boundBody(
  request: IncomingMessage,
  response: ServerResponse,
  { address, bounds = boundsOf(request.url ?? "") }: Bounded,
): boolean {
  if (Number(request.headers["content-length"] ?? 0) > bounds.mostBytes) {
    refuse(request, response, tooLarge(bounds));
    return false;
  }
  if (request.headers["content-length"] === undefined && request.headers["transfer-encoding"] === undefined)
    return true;
  const held = holdBytes([{ kind: "address", id: address }]);
  const timer = setTimeout(() => {
    if (!request.complete) request.destroy();
  }, bounds.arrivalMs);
  timer.unref();
  response.once("close", () => {
    clearTimeout(timer);
    held.release();
  });
  countPushed(request, bounds, held, (error) => refuse(request, response, error));
  return true;
}

/**
 * Every byte of a body passes `push`; to listen to its data would take it from whoever reads it.
 */
function countPushed(request: IncomingMessage, bounds: BodyBounds, held: Held, end: (error: AppError) => void): void {
  const push = request.push.bind(request);
  let bytes = 0;
  request.push = (chunk: Buffer | null, encoding) => {
    try {
      bytes += chunk?.length ?? 0;
      if (bytes > bounds.mostBytes) throw tooLarge(bounds);
      held.add(chunk?.length ?? 0);
    } catch (cause) {
      end(toAppError(cause));
      return true;
    }
    return push(chunk, encoding);
  };
}

const tooLarge = ({ mostBytes }: BodyBounds) =>
  new AppError("too_large", `A body is limited to ${mostBytes / KIB} KiB here.`);

/**
 * Hands a request on; account requests in the turn of their address, and not at all where many of it wait: a hundred at once in Next.js would
 * hold everybody else's.
 */
export async function inAccountTurn(
  request: IncomingMessage,
  response: ServerResponse,
  { address, handOn }: { address: string; handOn: () => Promise<void> },
): Promise<void> {
  if (request.method !== "POST" || request.url?.startsWith("/api/auth/") !== true) return handOn();
  const work = async () => {
    if (response.closed) return; // whoever waited went away
    const isClosed = new Promise((resolve) => response.once("close", resolve));
    await handOn();
    await isClosed;
  };
  try {
    await inTurnOfAddress(address, work);
  } catch (cause) {
    const error = toAppError(cause);
    if (error.kind !== "too_many") throw cause;
    const { body, init } = accountProblem(error);
    await answerWith(async () => Answer.json(body, init), request, response);
  }
}

/** Many senders look for an answer only when all is sent: so long the rest is read and forgotten, with pauses, for others are served beside it. */
const LINGER_MS = 1_000;
const PAUSE_MS = 5;

/** Answers in place of whoever reads the body, who learns that it has ended when the connection does. */
function refuse(request: IncomingMessage, response: ServerResponse, error: AppError): void {
  request.on("error", () => {}); // the connection ends, whoever ends it
  if (response.headersSent) {
    request.destroy();
    return;
  }
  const { status, headers, body } = problemAnswer(error);
  response.writeHead(status, { ...headers, Connection: "close", "Content-Length": Buffer.byteLength(body) });
  response.write(body);
  request.push = (chunk) => {
    if (chunk === null) response.end();
    else setTimeout(() => request.socket.resume(), PAUSE_MS);
    return chunk === null; // what is answered with false, Node does not read on until `resume`
  };
  request.resume();
  const timer = setTimeout(() => request.destroy(), LINGER_MS);
  response.once("close", () => clearTimeout(timer));
}
