"use client";

import { useQuery } from "@tanstack/react-query";
import { useLive } from "./live-provider";
import { useTRPC } from "./trpc";
import { useLabChanges } from "./use-lab-changes";

const PAUSE_MS = 1_000;

/** The groupings of the lab. The first one opens the page by itself. */
export function useGroupings(labSlug: string) {
  const trpc = useTRPC();
  const { staleTime } = useLive();
  const query = useQuery(trpc.groupings.list.queryOptions({ labSlug }, { staleTime }));
  useLabChanges({
    dependsOn: { cells: [], configuration: true }, // the sizes of cells among it, by which metrics are chosen
    read: [trpc.groupings.list.queryKey({ labSlug })],
    isReady: query.data !== undefined,
    pauseMs: PAUSE_MS,
  });
  return query;
}
