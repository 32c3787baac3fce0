"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { GroupStrays } from "@/server/domain/groups/groups-view";
import { useLive } from "./live-provider";
import { useTRPC } from "./trpc";
import type { GroupsChoice } from "./use-live-groups";
import { useLabChanges } from "./use-lab-changes";

/** All metrics are looked through: often enough for a wall screen, and after what the page itself asks for. */
const PAUSE_MS = 15_000;
const AFTER_PAGE_MS = 1_500;
const NONE: readonly GroupStrays[] = [];

/** The cells that stray in any metric, group by group; none while they are not known. */
export function useStrays(choice: GroupsChoice | null): readonly GroupStrays[] {
  return useStrayQuestion(choice, AFTER_PAGE_MS) ?? NONE;
}

/** The same where they are what the page is opened for; null while they are not known. */
export function useStraysNow(labSlug: string, groupingId: number | null): readonly GroupStrays[] | null {
  return useStrayQuestion(groupingId === null ? null : { labSlug, groupingId, by: null, where: null }, 0);
}

function useStrayQuestion(choice: GroupsChoice | null, afterMs: number): readonly GroupStrays[] | null {
  const trpc = useTRPC();
  const { staleTime } = useLive();
  const isPageShown = useAfter(afterMs);
  const { labSlug, groupingId, by, where } = choice ?? { labSlug: "", groupingId: 0, by: null, where: null };
  const question = { labSlug, groupingId, by, where };
  const enabled = isPageShown && choice !== null;
  const query = useQuery(trpc.groups.strays.queryOptions(question, { enabled, staleTime }));
  useLabChanges({
    dependsOn: { cells: "any", configuration: true },
    read: [trpc.groups.strays.queryKey(question)],
    isReady: query.data !== undefined,
    pauseMs: PAUSE_MS,
  });
  return query.data?.groups ?? null;
}

function useAfter(ms: number): boolean {
  const [isOver, setIsOver] = useState(ms === 0);
  useEffect(() => {
    if (ms === 0) return;
    const timer = setTimeout(() => setIsOver(true), ms);
    return () => clearTimeout(timer);
  }, [ms]);
  return isOver;
}
