import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { problemJson } from "@/server/api/http/problem-json";
import { appRouter } from "@/server/api/trpc/root";
import { createTrpcContext } from "@/server/api/trpc/trpc";
import { AppError } from "@/server/errors";
import { refusedAsForeign } from "@/server/auth/accounts/own-request";

/** Calls that one request may hold. Our own pages send one each. */
const MAX_CALLS = 20;

export const dynamic = "force-dynamic";

async function handler(request: Request): Promise<Response> {
  const foreign = refusedAsForeign(request);
  if (foreign) return problemJson(foreign);
  const { pathname, searchParams } = new URL(request.url);
  if (searchParams.has("grant")) return problemJson(new AppError("not_found", "A link shows nothing here."));
  if (pathname.split(/,|%2C/i).length > MAX_CALLS) {
    return problemJson(new AppError("too_large", `A request may hold ${MAX_CALLS} calls. Send several.`));
  }
  return fetchRequestHandler({
    endpoint: "/api/trpc",
    req: request,
    router: appRouter,
    maxBatchSize: MAX_CALLS,
    responseMeta: () => ({ headers: { "Cache-Control": "no-store" } }),
    createContext: () => createTrpcContext(request.headers),
  });
}

export { handler as GET, handler as POST };
