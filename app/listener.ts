import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import next from "next";
import { env } from "@/server/env";
import { onShutdown } from "@/server/lifecycle";
import { logger } from "@/server/logger";
import { POST as ingest } from "./api/v1/ingest/route";
import { closeInOrder } from "./close-in-order";
import { answerWith } from "./node-http";

// The web process: Next.js for everything, and before it the one route that small requests come to by the thousand. Next.js answers about
// 1,300 of them a second; the same handler without it does several times that (docs/decisions/0013-a-listener-before-next.md).

const INGEST_PATH = /^\/api\/v1\/ingest(?:\?|$)/;
/** Longer than load balancers keep a connection without a request. */
const KEEP_ALIVE_MS = 75_000;

const { NODE_ENV, PORT } = env();
const application = next({ dev: NODE_ENV === "development", port: PORT });
await application.prepare();
const others = application.getRequestHandler();

function answer(request: IncomingMessage, response: ServerResponse): void {
  const isIngest = request.method === "POST" && INGEST_PATH.test(request.url ?? "");
  const answered = isIngest ? answerWith(ingest.answer, request, response) : others(request, response);
  answered.catch((error: unknown) => {
    logger.error({ error, path: request.url }, "a request was not answered");
    response.destroy();
  });
}

const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS });
const { accept, close } = closeInOrder(server, answer);
server.on("request", accept);
onShutdown("requests", close);
server.listen(PORT, () => logger.info({ port: PORT }, "web ready"));
