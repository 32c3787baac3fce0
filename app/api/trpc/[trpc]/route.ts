import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { problemJson } from "@/server/api/http/problem-json";
import { appRouter } from "@/server/api/trpc/root";
import { createTrpcContext } from "@/server/api/trpc/trpc";
import { refusedAsForeign } from "@/server/auth/accounts/own-request";

export const dynamic = "force-dynamic";

async function handler(request: Request): Promise<Response> {
  const foreign = refusedAsForeign(request);
  if (foreign) return problemJson(foreign);
  return fetchRequestHandler({
    endpoint: "/api/trpc",
    req: request,
    router: appRouter,
    createContext: () => createTrpcContext(request.headers),
  });
}

export { handler as GET, handler as POST };
