import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";

/** Answers a request of Node's own server by a handler of the web's `Request`. */
export async function answerWith(
  handle: (request: Request) => Promise<Response>,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const response = await handle(toRequest(incoming));
  if (response.type === "error") {
    outgoing.destroy(); // what fetch calls a network error
    return;
  }
  outgoing.statusCode = response.status;
  for (const [name, value] of response.headers) outgoing.setHeader(name, value);
  outgoing.setHeader("X-Content-Type-Options", "nosniff");
  // What is left of a refused body is not read: the connection ends with the answer.
  if (!incoming.complete) outgoing.setHeader("Connection", "close");
  outgoing.end(Buffer.from(await response.arrayBuffer()));
}

function toRequest(incoming: IncomingMessage): Request {
  const headers = new Headers();
  for (let at = 0; at + 1 < incoming.rawHeaders.length; at += 2) {
    headers.append(incoming.rawHeaders[at] ?? "", incoming.rawHeaders[at + 1] ?? "");
  }
  const body = Readable.toWeb(incoming) as ReadableStream<Uint8Array>; // the same thing, described twice
  // `duplex` is what fetch's own standard asks of a body that streams; the DOM's types do not know it yet.
  const init: RequestInit & { duplex: "half" } = { method: "POST", headers, body, duplex: "half" };
  // The host is the sender's word; nothing but the path and the query is read of it.
  return new Request(new URL(incoming.url ?? "/", "http://localhost"), init);
}
