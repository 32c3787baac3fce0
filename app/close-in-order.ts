import type { IncomingMessage, RequestListener, Server, ServerResponse } from "node:http";

const PATIENCE_MS = 10_000;
const RETRY_AFTER_S = 1;

/**
 * Lets a server end without cutting off an answer: it takes no more connections, finishes what is under way, and tells who asks on an open
 * connection to come back.
 * @returns `accept` takes the server's requests; `close` resolves when all are answered, at the latest after a few seconds
 */
export function closeInOrder(
  server: Server,
  answer: RequestListener,
): { accept: RequestListener; close: () => Promise<void> } {
  let isClosing = false;
  const accept = (request: IncomingMessage, response: ServerResponse): void => {
    if (!isClosing) {
      answer(request, response);
      return;
    }
    response.writeHead(503, {
      "Retry-After": RETRY_AFTER_S,
      Connection: "close",
      "Content-Type": "application/problem+json",
    });
    response.end(JSON.stringify({ type: "about:blank", title: "Try again later", status: 503, detail: STOPPING }));
  };
  const close = async () => {
    isClosing = true;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    const idle = setInterval(() => server.closeIdleConnections(), 100); // those that finish meanwhile, too
    const timer = setTimeout(() => server.closeAllConnections(), PATIENCE_MS);
    await closed;
    clearInterval(idle);
    clearTimeout(timer);
  };
  return { accept, close };
}

const STOPPING = "This server is about to stop. Send the same bytes again.";
