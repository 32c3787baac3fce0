import type { IncomingMessage, ServerResponse } from "node:http";
import next from "next";
import type { AnyAnswer } from "@/server/api/http/answer";
import type { ApiRequest } from "@/server/api/http/read-body";
import { downloadCell, downloadGrouping, downloadLab } from "@/server/api/pages/downloads";
import { sharedAnswers } from "@/server/api/pages/frozen-answers";
import { uploadImport } from "@/server/api/pages/upload-import";
import { prepareForImports } from "@/server/api/rest/imports";
import { env } from "@/server/env";
import { onShutdown } from "@/server/lifecycle";
import { logger } from "@/server/logger";
import { answerHeaders } from "./answer-headers";
import { GET as listCurves } from "./api/v1/cells/[name]/curves/route";
import { GET as exportCell } from "./api/v1/cells/[name]/export/route";
import { GET as exportLab } from "./api/v1/export/route";
import { GET as exportGrouping } from "./api/v1/groupings/[id]/export/route";
import { POST as createImport } from "./api/v1/imports/route";
import { POST as ingest } from "./api/v1/ingest/route";
import { clientAddress } from "@/server/auth/client-address";
import { closeInOrder } from "./close-in-order";
import { boundBody, inAccountTurn, refusedAsset, refusedRequest } from "./guard-request";
import { guardedServer } from "./guarded-server";
import { answerWith } from "./node-http";
import { packedAssets } from "./packed-assets";
import { warmUp } from "./warm-up";

// The web process: Next.js for everything, and before it what Next.js is not made for (docs/decisions/0013-a-listener-before-next.md): small
// requests by the thousand, of which it answers about 1,300 a second, and the same handler without it several times that; and files of
// gigabytes, whose sender has to wait while the database does, or the database while their reader does; and long tables of numbers that are
// asked for again, which it would pack anew each time, and what is kept packed, which it would pack once more.

type Mounted = {
  method: "GET" | "POST";
  path: RegExp;
  handle: (request: ApiRequest) => Promise<AnyAnswer | null>;
  lingerMs: number;
};

const LINGER_MS = 10_000;
/** Connections that wait to be taken. With 511, Node.js's default, those of a burst are dropped, and each tries again after a second only. */
const BACKLOG = 4096;
const MOUNTED: readonly Mounted[] = [
  { method: "POST", path: /^\/api\/v1\/ingest(?:\?|$)/, handle: ingest.answer, lingerMs: 0 },
  { method: "POST", path: /^\/api\/v1\/imports(?:\?|$)/, handle: createImport.answer, lingerMs: LINGER_MS },
  { method: "POST", path: /^\/api\/labs\/[^/?]+\/imports(?:\?|$)/, handle: uploadImport, lingerMs: LINGER_MS },
  { method: "GET", path: /^\/api\/v1\/cells\/[^/?]+\/curves(?:\?|$)/, handle: listCurves.answer, lingerMs: 0 },
  { method: "GET", path: /^\/api\/v1\/cells\/[^/?]+\/export(?:\?|$)/, handle: exportCell.answer, lingerMs: 0 },
  { method: "GET", path: /^\/api\/v1\/groupings\/[^/?]+\/export(?:\?|$)/, handle: exportGrouping.answer, lingerMs: 0 },
  { method: "GET", path: /^\/api\/v1\/export(?:\?|$)/, handle: exportLab.answer, lingerMs: 0 },
  { method: "GET", path: /^\/api\/labs\/[^/?]+\/export(?:\?|$)/, handle: downloadLab, lingerMs: 0 },
  { method: "GET", path: /^\/api\/labs\/[^/?]+\/cells\/[^/?]+\/export(?:\?|$)/, handle: downloadCell, lingerMs: 0 },
  {
    method: "GET",
    path: /^\/api\/labs\/[^/?]+\/groupings\/[^/?]+\/export(?:\?|$)/,
    handle: downloadGrouping,
    lingerMs: 0,
  },
  { method: "GET", path: /^\/api\/shared\/answers(?:\?|$)/, handle: sharedAnswers, lingerMs: 0 },
];
// Nobody waits longer for an answer; before anything reads the settings, which every bundle does for itself.
process.env.DATABASE_STATEMENT_TIMEOUT_S ??= "120";
const { NODE_ENV, PORT, APP_URL, MAX_CONNECTIONS, TRUSTED_PROXIES } = env();
const isDevelopment = NODE_ENV === "development";
const isHttps = APP_URL.startsWith("https:");
const application = next({ dev: isDevelopment, port: PORT });
await application.prepare();
const others = application.getRequestHandler();
const assetFor = isDevelopment ? () => null : packedAssets(".next/static");

function answer(request: IncomingMessage, response: ServerResponse): void {
  const url = request.url ?? "";
  for (const [name, value] of Object.entries(answerHeaders(url, { isHttps }))) response.setHeader(name, value);
  const known = refusedRequest(request) ?? (isDevelopment ? null : (refusedAsset(request) ?? assetFor(request)));
  const mounted = MOUNTED.find(({ method, path }) => method === request.method && path.test(url));
  const answered = known
    ? answerWith(async () => known, request, response)
    : mounted
      ? answerWith(mounted.handle, request, response, mounted.lingerMs)
      : answerByNext(request, response);
  answered.catch((error: unknown) => {
    logger.error({ error, path: pathOf(url) }, "a request was not answered");
    response.destroy();
  });
}

/** Without the query, which may hold the secret of a grant. */
const pathOf = (url: string) => url.split("?", 1)[0]?.slice(0, 200);

async function answerByNext(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { headers, socket } = request;
  const forwardedFor = String(headers["x-forwarded-for"] ?? "");
  const address = clientAddress(socket.remoteAddress, forwardedFor, TRUSTED_PROXIES);
  headers["x-forwarded-for"] = address; // what a client sent under this name would be believed
  const handOn = async () => {
    if (boundBody(request, response, { address })) await others(request, response);
  };
  await inAccountTurn(request, response, { address, handOn });
}

const server = guardedServer((request, response) => accept(request, response), {
  maxConnections: MAX_CONNECTIONS,
  takesUpgrades: isDevelopment, // there, pages hear of changed sources
});
const { accept, close } = closeInOrder(server, answer);
onShutdown("requests", close);
prepareForImports();
server.listen({ port: PORT, backlog: BACKLOG }, () => {
  logger.info({ port: PORT }, "web ready");
  if (!isDevelopment) void warmUp(`http://localhost:${PORT}`);
});
