import type { IncomingMessage, ServerResponse } from "node:http";
import { type AnyAnswer, StreamedAnswer } from "@/server/api/http/answer";
import type { ApiRequest, BodyReader } from "@/server/api/http/read-body";
import { packAnswer } from "./pack-answer";
import { sendPieces } from "./send-pieces";

/** What is read away of a refused body: it costs less than a new connection, but takes no longer than this. */
const MOST_READ_AWAY = 256 * 1024;
const READ_AWAY_MS = 10_000;
const NO_SNIFFING = { "X-Content-Type-Options": "nosniff" };

/**
 * Answers a request of Node's own server by a handler of the API; without an answer the connection ends.
 * @param lingerMs how long the rest of a long refused body is read and discarded before the connection ends: many senders look for an answer only
 *   when all is sent
 */
export async function answerWith(
  handle: (request: ApiRequest) => Promise<AnyAnswer | null>,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  lingerMs = 0,
): Promise<void> {
  const given = await handle(toRequest(incoming));
  if (!given) {
    outgoing.destroy();
    return;
  }
  if (given instanceof StreamedAnswer) {
    outgoing.writeHead(given.status, { ...given.headers, ...NO_SNIFFING });
    return sendPieces(given.pieces, outgoing);
  }
  const answer = await packAnswer(given, incoming.headers["accept-encoding"]?.toString());
  const headers: Record<string, string | number> = { ...answer.headers, ...NO_SNIFFING };
  headers["Content-Length"] = Buffer.byteLength(answer.body);
  if (incoming.complete) {
    outgoing.writeHead(answer.status, headers).end(answer.body);
    return;
  }
  const goesOn = headers.Connection === undefined && bytesOf(incoming) <= MOST_READ_AWAY;
  if (!goesOn) headers.Connection = "close";
  outgoing.writeHead(answer.status, headers);
  outgoing.write(answer.body);
  const hasEnded = await readAway(incoming, goesOn ? READ_AWAY_MS : lingerMs);
  outgoing.end();
  if (goesOn && !hasEnded) incoming.destroy();
}

const bytesOf = ({ headers }: IncomingMessage) => Number(headers["content-length"] ?? Number.POSITIVE_INFINITY);

/** Reads a body for nothing, at most for so long. @returns whether it ended */
function readAway(incoming: IncomingMessage, mostMs: number): Promise<boolean> {
  if (mostMs === 0 || incoming.destroyed) return Promise.resolve(false);
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      resolve(incoming.complete);
    };
    const timer = setTimeout(end, mostMs);
    incoming.once("end", end);
    incoming.once("close", end);
    incoming.on("error", () => {}); // it went away, which is an end, too
    incoming.removeAllListeners("data"); // nobody wants it any more
    incoming.resume();
  });
}

/** A whole web `Request`, with its streams, costs a third of what a small request costs altogether. */
function toRequest(incoming: IncomingMessage): ApiRequest {
  const { method = "GET", url = "/" } = incoming;
  const headers = {
    get: (name: string) => {
      const value = incoming.headers[name.toLowerCase()];
      return Array.isArray(value) ? value.join(", ") : (value ?? null);
    },
  };
  // The sender chooses the host header; only the path and the query are used.
  const address = new URL(url, "http://localhost").href;
  return { method, url: address, headers, body: { getReader: () => readerOf(incoming) } };
}

const MOST_AHEAD = 16;

/** The chunks as they are asked for, and few ahead. An async iterator of the stream costs four times as much. */
function readerOf(incoming: IncomingMessage): BodyReader {
  const arrived: Buffer[] = [];
  let broken: Error | null = null;
  let wake = () => {};
  incoming.on("data", (chunk: Buffer) => {
    arrived.push(chunk);
    if (arrived.length >= MOST_AHEAD) incoming.pause();
    wake();
  });
  incoming.on("end", () => wake());
  incoming.on("close", () => {
    if (!incoming.complete) broken = new Error("the connection ended before the body");
    wake();
  });
  incoming.on("error", () => {}); // `close` follows
  const read = async () => {
    while (arrived.length === 0 && !incoming.readableEnded && !broken) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    const value = arrived.shift();
    if (arrived.length === 0 && incoming.isPaused()) incoming.resume();
    if (!value && broken) throw broken;
    return { done: !value, value };
  };
  return { read, cancel: async () => void incoming.pause() }; // the answer ends the connection
}
