"use client";

import { useQuery } from "@tanstack/react-query";
import { useLive } from "@/app/_trpc/live-provider";
import { useTRPC } from "@/app/_trpc/trpc";
import { useLabChanges } from "@/app/_trpc/use-lab-changes";

const LEAST_PAUSE_MS = 2_000;
/** A thousand cells are read each five seconds: an answer is written and parsed for as long as it is. */
const PAUSE_MS_A_CELL = 5;
/** Time alone makes a cell silent, and a rate fall: no change of the lab announces it. */
const LOOK_EVERY_MS = 20_000;
const TODAY_EVERY_MS = 60_000;

/** Every cell of the lab as it is now. */
export function useOverview(labSlug: string) {
  const trpc = useTRPC();
  const { staleTime } = useLive();
  const options = { staleTime, refetchInterval: LOOK_EVERY_MS };
  const query = useQuery(trpc.overview.cells.queryOptions({ labSlug }, options));
  useLabChanges({
    dependsOn: { cells: "any", configuration: true },
    read: [trpc.overview.cells.queryKey({ labSlug })],
    isReady: query.data !== undefined,
    pauseMs: Math.max(LEAST_PAUSE_MS, PAUSE_MS_A_CELL * (query.data?.cells.length ?? 0)),
  });
  return query;
}

/** What was finished since midnight. */
export function useFinishedToday(labSlug: string) {
  const trpc = useTRPC();
  return useQuery(
    trpc.overview.today.queryOptions({ labSlug }, { staleTime: TODAY_EVERY_MS, refetchInterval: TODAY_EVERY_MS }),
  );
}

/** What the lab chose for all of its pages. */
export function useLabSettings(labSlug: string) {
  const trpc = useTRPC();
  const { staleTime } = useLive();
  const query = useQuery(trpc.labs.settings.queryOptions({ labSlug }, { staleTime }));
  useLabChanges({
    dependsOn: { cells: [], configuration: true },
    read: [trpc.labs.settings.queryKey({ labSlug })],
    isReady: query.data !== undefined,
    pauseMs: LEAST_PAUSE_MS,
  });
  return query;
}
