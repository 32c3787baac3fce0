"use client";

import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import type { TRPCClient } from "@trpc/client";
import { type ReactNode, useState } from "react";
import type { AppRouter } from "@/server/api/trpc/root";
import { GROUP_TEXTS } from "@/server/domain/groups/group-texts";
import { announceSessionEnd } from "./session-end";
import { createBrowserClient, failureOf, TRPCProvider } from "./trpc";

const MAX_RETRIES = 2;

type DataProviderProps = {
  /** Makes what answers the questions, once; missing: the server does. */
  createClient?: () => TRPCClient<AppRouter>;
  children: ReactNode;
};

/** The pages' queries and the cache of their results. */
export function DataProvider({ createClient = createBrowserClient, children }: DataProviderProps) {
  const [queryClient] = useState(createQueryClient);
  const [trpcClient] = useState(createClient);
  return (
    <QueryClientProvider client={queryClient}>
      <TRPCProvider trpcClient={trpcClient} queryClient={queryClient}>
        {children}
      </TRPCProvider>
    </QueryClientProvider>
  );
}

/** Whatever was refused for it, the header of every tab says so and has the link. */
function noticeSessionEnd(error: Error): void {
  if (failureOf(error).kind === "signed_out") announceSessionEnd();
}

function createQueryClient(): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({ onError: noticeSessionEnd }),
    mutationCache: new MutationCache({ onError: noticeSessionEnd }),
    defaultOptions: {
      hydrate: { deserializeData: GROUP_TEXTS.output.deserialize }, // as `labs/[labSlug]/first-data.tsx` writes it
      queries: {
        staleTime: 30_000,
        refetchOnWindowFocus: false,
        // A browser that reports itself offline still sends the request, and the page shows when it fails.
        networkMode: "always",
        retry: (count, error) => count < MAX_RETRIES && failureOf(error).kind === "unreachable",
      },
    },
  });
}
