import type { inferRouterOutputs } from "@trpc/server";
import type { AppRouter } from "@/server/api/trpc/root";

/** An import as the history lists it. */
export type ListedImport = inferRouterOutputs<AppRouter>["imports"]["list"]["imports"][number];
