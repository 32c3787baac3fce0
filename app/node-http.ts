import type { IncomingMessage, ServerResponse } from "node:http";
import type { Answer } from "@/server/api/answer";
import type { ApiRequest, BodyReader } from "@/server/api/read-body";

/** Answers a request of Node's own server by a handler of the API; without an answer the connection ends. */
export async function answerWith(
  handle: (request: ApiRequest) => Promise<Answer | null>,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const answer = await handle(toRequest(incoming));
  if (!answer) {
    outgoing.destroy();
    return;
  }
  const headers: Record<string, string | number> = {
    ...answer.headers,
    "Content-Length": Buffer.byteLength(answer.text),
    "X-Content-Type-Options": "nosniff",
  };
  if (!incoming.complete) {
    // A little that is left of a refused body is read away, which costs less than a new connection; much ends the connection.
    if (bytesOf(incoming) <= MOST_READ_AWAY && headers.Connection === undefined) incoming.resume();
    else headers.Connection = "close";
  }
  outgoing.writeHead(answer.status, headers);
  outgoing.end(answer.text);
}

const MOST_READ_AWAY = 256 * 1024;

const bytesOf = ({ headers }: IncomingMessage) => Number(headers["content-length"] ?? Number.POSITIVE_INFINITY);

/** A whole web `Request`, with its streams, costs a third of what a small request costs altogether. */
function toRequest(incoming: IncomingMessage): ApiRequest {
  const { method = "GET", url = "/" } = incoming;
  const headers = {
    get: (name: string) => {
      const value = incoming.headers[name.toLowerCase()];
      return Array.isArray(value) ? value.join(", ") : (value ?? null);
    },
  };
  // The host is the sender's word; nothing but the path and the query is read of it.
  const address = new URL(url, "http://localhost").href;
  return { method, url: address, headers, body: { getReader: () => readerOf(incoming) } };
}

/** The chunks as they come. An async iterator of the stream costs four times as much. */
function readerOf(incoming: IncomingMessage): BodyReader {
  const arrived: Buffer[] = [];
  let broken: Error | null = null;
  let wake = () => {};
  incoming.on("data", (chunk: Buffer) => {
    arrived.push(chunk);
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
    if (!value && broken) throw broken;
    return { done: !value, value };
  };
  return { read, cancel: async () => void incoming.pause() }; // the answer ends the connection
}
