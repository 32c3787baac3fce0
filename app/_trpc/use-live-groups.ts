"use client";

import { type QueryClient, useQuery, useQueryClient } from "@tanstack/react-query";
import { applyGroupsDelta, touchedCycles } from "@/server/domain/groups/apply-groups-delta";
import type { MetricName } from "@/server/domain/cycles/metrics";
import type { GroupsDelta } from "@/server/domain/groups/groups-view";
import { type WatchedGroups, watchKey } from "@/server/domain/labs/watched";
import { useState } from "react";
import type { LabEvent } from "./lab-changes";
import { useLive } from "./live-provider";
import { useTRPC, useTRPCClient } from "./trpc";
import { useLabChanges } from "./use-lab-changes";
import { useWatch } from "./use-watch";

/** How the cells are split, by a grouping or by fields that no grouping stores; and of which cells, by a filter of them. */
export type GroupsChoice = { labSlug: string; groupingId: number; by: string[] | null; where: string | null };
/** Which statistics of the groups are asked for: of which cycles, by tag and discharge rate; null: of all. */
export type GroupsQuestion = GroupsChoice & { metric: MetricName; tag: string | null; rateC: number | null };

/** Of what the stream does not bring: at most four questions a second, however many changes are heard of. */
const CHART_PAUSE_MS = 250;
const DEVIATIONS_PAUSE_MS = 1_000;

/**
 * The groups as the server has them now: read once, then patched with what changes. The lab's stream brings that.
 * @param pauseMs for what need not follow each sample: it is asked for so often, and the stream brings nothing
 */
export function useLiveGroups(question: GroupsQuestion, pauseMs: number | null = null) {
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
  const deviationsKey = trpc.groups.deviations.queryKey();
  const [deviations] = useState(() => createDeviationsReader(queryClient, deviationsKey));
  const patch = (delta: GroupsDelta) => {
    queryClient.setQueryData(queryKey, (view) => view && applyGroupsDelta(view, delta));
    deviations.touch(touchedCycles(delta));
  };
  const readChanges = async () => {
    const sinceVersion = shownVersion();
    if (sinceVersion !== null) patch(await client.groups.changes.query({ ...question, sinceVersion }));
  };
  const take = ({ ofGroups = [] }: LabEvent) => {
    const key = watchKey(question);
    for (const push of ofGroups) {
      const shown = shownVersion();
      if (push.key === key && shown !== null && push.sinceVersion <= shown) patch(push.delta);
    }
    return shownVersion();
  };
  useWatch(pauseMs === null ? { groups: watchedOf(question) } : null);
  useLabChanges({
    dependsOn: { cells: "any", configuration: true },
    read: readChanges,
    isReady: query.data !== undefined,
    pauseMs: pauseMs ?? CHART_PAUSE_MS,
    take,
    shownVersion,
    onGap: gapStore.set,
  });
  return query;
}

const watchedOf = ({ groupingId, by, where, metric, tag, rateC }: GroupsQuestion): WatchedGroups => {
  return { groupingId, by, where, metric, tag, rateC };
};

/** The open deep dive is read again when its cycle changed, or an earlier one, which its persistence counts; once a second at most. */
function createDeviationsReader(queryClient: QueryClient, queryKey: readonly unknown[]) {
  let touched: ReturnType<typeof touchedCycles> = new Map();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let readAtMs = 0;
  const read = () => {
    timer = undefined;
    readAtMs = Date.now();
    const known = touched;
    touched = new Map();
    const isTouched = ({ queryKey: [, details] }: { queryKey: readonly unknown[] }) => {
      const input = known && inputOf(details);
      return !input || (known?.get(input.group)?.some((cycle) => cycle <= input.cycle) ?? false);
    };
    void queryClient.invalidateQueries({ queryKey, predicate: isTouched });
  };
  return {
    touch: (cycles: ReturnType<typeof touchedCycles>) => {
      if (cycles?.size === 0) return;
      touched = touched && cycles && together(touched, cycles);
      if (timer !== undefined) return;
      timer = setTimeout(read, Math.max(0, readAtMs + DEVIATIONS_PAUSE_MS - Date.now()));
    },
  };
}

function together(left: ReadonlyMap<string, number[]>, right: ReadonlyMap<string, number[]>): Map<string, number[]> {
  const both = new Map(left);
  for (const [group, cycles] of right) both.set(group, [...(both.get(group) ?? []), ...cycles]);
  return both;
}

function inputOf(details: unknown): { group: string; cycle: number } | null {
  if (typeof details !== "object" || details === null || !("input" in details)) return null;
  const { input } = details;
  if (typeof input !== "object" || input === null || !("group" in input) || !("cycle" in input)) return null;
  return typeof input.group === "string" && typeof input.cycle === "number"
    ? { group: input.group, cycle: input.cycle }
    : null;
}
