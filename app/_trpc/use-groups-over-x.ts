"use client";

import { useQuery } from "@tanstack/react-query";
import type { OtherX } from "@/server/domain/groups/x-axes";
import { useLive } from "./live-provider";
import { useTRPC } from "./trpc";
import { useLabChanges } from "./use-lab-changes";
import type { GroupsQuestion } from "./use-live-groups";

/** All cells of a group move with one: it is read whole, and not with every sample. */
const PAUSE_MS = 2_000;

/** The groups over another axis than the cycle number. */
export function useGroupsOverX(question: GroupsQuestion, x: OtherX) {
  const trpc = useTRPC();
  const { staleTime } = useLive();
  const input = { ...question, x };
  const query = useQuery(trpc.groups.overX.queryOptions(input, { staleTime }));
  useLabChanges({
    dependsOn: { cells: "any", configuration: true },
    read: [trpc.groups.overX.queryKey(input)],
    isReady: query.data !== undefined,
    pauseMs: PAUSE_MS,
  });
  return query;
}
