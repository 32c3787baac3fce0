"use client";

import { type QueryClient, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { applyGroupsDelta, touchedCycles } from "@/app/_charts/groups/apply-groups-delta";
import type { GroupsDelta } from "@/server/domain/groups/groups-view";
import type { MetricName } from "@/server/domain/cycles/metrics";
import { type Follower, followChanges } from "./follow-changes";
import { useLive } from "./live-provider";
import { failureOf, useTRPC, useTRPCClient } from "./trpc";

export type GroupsQuestion = { labSlug: string; groupingId: number; metric: MetricName };

/** The groups as the server has them now: read once, then patched with what changes. */
export function useLiveGroups({ labSlug, groupingId, metric }: GroupsQuestion) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const { channel, pausedStore, gapStore } = useLive();
  const follower = useRef<Follower>(null);
  const query = useQuery(
    trpc.groups.view.queryOptions(
      { labSlug, groupingId, metric },
      // Patches keep it fresh, and they say themselves which groups they left alone.
      { staleTime: Number.POSITIVE_INFINITY, structuralSharing: false },
    ),
  );

  useEffect(() => {
    const question = { labSlug, groupingId, metric };
    const key = trpc.groups.view.queryKey(question);
    const following = followChanges<GroupsDelta>({
      shownVersion: () => queryClient.getQueryData(key)?.version ?? null,
      ask: (sinceVersion) => client.groups.changes.query({ ...question, sinceVersion }),
      apply: (delta) => {
        queryClient.setQueryData(key, (view) => view && applyGroupsDelta(view, delta));
        refetchDeviations(queryClient, trpc.groups.deviations.queryKey(), delta);
        // The lab's settings changed, and its groupings may be others.
        if (delta.kind === "full") void queryClient.invalidateQueries({ queryKey: trpc.groupings.list.queryKey() });
      },
      onGap: gapStore.set,
      reasonOf: (error) => failureOf(error).message,
    });
    const hearLatest = () => following.hear(channel.snapshot().event?.version ?? 0);
    const followPause = () => following.pause(pausedStore.get());
    followPause();
    hearLatest();
    follower.current = following;
    const leave = [channel.subscribe(hearLatest), pausedStore.subscribe(followPause), following.stop];
    return () => {
      for (const end of leave) end();
    };
  }, [labSlug, groupingId, metric, trpc, client, queryClient, channel, pausedStore, gapStore]);

  // The first answer may be older than what was heard while it was on its way.
  const hasData = query.data !== undefined;
  useEffect(() => {
    if (hasData) follower.current?.hear(channel.snapshot().event?.version ?? 0);
  }, [hasData, channel]);

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
