"use client";

import { type QueryClient, useQuery, useQueryClient } from "@tanstack/react-query";
import { applyGroupsDelta, touchedCycles } from "@/server/domain/groups/apply-groups-delta";
import type { MetricName } from "@/server/domain/cycles/metrics";
import type { GroupsDelta } from "@/server/domain/groups/groups-view";
import { useLive } from "./live-provider";
import { useTRPC, useTRPCClient } from "./trpc";
import { useLabChanges } from "./use-lab-changes";

/** How the cells are split: by a grouping, or by fields that no grouping stores. */
export type GroupsChoice = { labSlug: string; groupingId: number; by: string[] | null };
/** Which statistics of the groups are asked for: of which cycles, by tag and discharge rate; null: of all. */
export type GroupsQuestion = GroupsChoice & { metric: MetricName; tag: string | null; rateC: number | null };

/** At most four questions a second, however many changes are heard of. */
const CHART_PAUSE_MS = 250;

/** The groups as the server has them now: read once, then patched with what changes. */
export function useLiveGroups(question: GroupsQuestion, pauseMs = CHART_PAUSE_MS) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const { gapStore } = useLive();
  const query = useQuery(
    trpc.groups.view.queryOptions(
      question,
      // Patches keep it fresh, and they say themselves which groups they left alone.
      { staleTime: Number.POSITIVE_INFINITY, structuralSharing: false },
    ),
  );
  const queryKey = trpc.groups.view.queryKey(question);
  const shownVersion = () => queryClient.getQueryData(queryKey)?.version ?? null;
  const readChanges = async () => {
    const sinceVersion = shownVersion();
    if (sinceVersion === null) return;
    const delta = await client.groups.changes.query({ ...question, sinceVersion });
    queryClient.setQueryData(queryKey, (view) => view && applyGroupsDelta(view, delta));
    refetchDeviations(queryClient, trpc.groups.deviations.queryKey(), delta);
  };
  useLabChanges({
    dependsOn: { cells: "any", configuration: true },
    read: readChanges,
    isReady: query.data !== undefined,
    pauseMs,
    shownVersion,
    onGap: gapStore.set,
  });
  return query;
}
/** The open deep dive is read again when its cycle changed, or an earlier one, which its persistence counts. */
function refetchDeviations(queryClient: QueryClient, queryKey: readonly unknown[], delta: GroupsDelta): void {
  const touched = touchedCycles(delta);
  void queryClient.invalidateQueries({
    queryKey,
    predicate: ({ queryKey: [, details] }) => {
      if (touched === null) return true;
      const input = inputOf(details);
      if (!input) return true;
      return touched.get(input.group)?.some((cycle) => cycle <= input.cycle) ?? false;
    },
  });
}

function inputOf(details: unknown): { group: string; cycle: number } | null {
  if (typeof details !== "object" || details === null || !("input" in details)) return null;
  const { input } = details;
  if (typeof input !== "object" || input === null || !("group" in input) || !("cycle" in input)) return null;
  return typeof input.group === "string" && typeof input.cycle === "number"
    ? { group: input.group, cycle: input.cycle }
    : null;
}
