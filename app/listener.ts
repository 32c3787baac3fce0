import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import next from "next";
import type { Answer } from "@/server/api/http/answer";
import type { ApiRequest } from "@/server/api/http/read-body";
import { uploadImport } from "@/server/api/pages/upload-import";
import { env } from "@/server/env";
import { onShutdown } from "@/server/lifecycle";
import { logger } from "@/server/logger";
import { POST as createImport } from "./api/v1/imports/route";
import { POST as ingest } from "./api/v1/ingest/route";
import { closeInOrder } from "./close-in-order";
import { answerWith } from "./node-http";

// The web process: Next.js for everything, and before it what Next.js is not made for (docs/decisions/0013-a-listener-before-next.md): small
// requests by the thousand, of which it answers about 1,300 a second, and the same handler without it several times that; and files of
// gigabytes, whose sender has to wait while the database does.

type Mounted = { path: RegExp; handle: (request: ApiRequest) => Promise<Answer | null>; lingerMs: number };

const LINGER_MS = 10_000;
const MOUNTED: readonly Mounted[] = [
  { path: /^\/api\/v1\/ingest(?:\?|$)/, handle: ingest.answer, lingerMs: 0 },
  { path: /^\/api\/v1\/imports(?:\?|$)/, handle: createImport.answer, lingerMs: LINGER_MS },
  { path: /^\/api\/labs\/[^/?]+\/imports(?:\?|$)/, handle: uploadImport, lingerMs: LINGER_MS },
];
/** Longer than load balancers keep a connection without a request. */
const KEEP_ALIVE_MS = 75_000;
/** For a body to arrive that Next.js reads; the others have bounds of their own. */
const ARRIVAL_MS = 300_000;

const { NODE_ENV, PORT } = env();
const application = next({ dev: NODE_ENV === "development", port: PORT });
await application.prepare();
const others = application.getRequestHandler();

function answer(request: IncomingMessage, response: ServerResponse): void {
  const url = request.url ?? "";
  const mounted = request.method === "POST" ? MOUNTED.find(({ path }) => path.test(url)) : undefined;
  if (!mounted) boundArrival(request);
  const answered = mounted
    ? answerWith(mounted.handle, request, response, mounted.lingerMs)
    : others(request, response);
  answered.catch((error: unknown) => {
    logger.error({ error, path: request.url }, "a request was not answered");
    response.destroy();
  });
}

function boundArrival(request: IncomingMessage): void {
  const timer = setTimeout(() => {
    if (!request.complete) request.destroy();
  }, ARRIVAL_MS);
  timer.unref();
  request.once("close", () => clearTimeout(timer));
}

// Node's own bound on a whole request would end large files, too.
const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS, requestTimeout: 0 });
const { accept, close } = closeInOrder(server, answer);
server.on("request", accept);
onShutdown("requests", close);
server.listen(PORT, () => logger.info({ port: PORT }, "web ready"));
