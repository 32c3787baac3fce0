"use client";

import { useQuery } from "@tanstack/react-query";
import type { CellLines } from "@/server/domain/groups/groups-view";
import { useLive } from "./live-provider";
import { useTRPC } from "./trpc";
import { useLabChanges } from "./use-lab-changes";
import type { GroupsQuestion } from "./use-live-groups";

/** A cycle takes hours: its point need not come at once. */
const PAUSE_MS = 5_000;

type Lines = {
  /** Key of a group; null: all groups. */ group: string | null /** Name of one cell. */;
  cell: string | null;
};

/** The lines of single cells; null while they are not known, or not asked for. */
export function useCellLines(
  question: GroupsQuestion,
  { group, cell, isEnabled }: Lines & { isEnabled: boolean },
): CellLines | null {
  const trpc = useTRPC();
  const { staleTime } = useLive();
  const input = { ...question, group, cell };
  const query = useQuery(trpc.groups.cells.queryOptions(input, { enabled: isEnabled, staleTime }));
  useLabChanges({
    dependsOn: { cells: "any", configuration: true },
    read: [trpc.groups.cells.queryKey(input)],
    isReady: query.data !== undefined,
    pauseMs: PAUSE_MS,
  });
  return isEnabled ? (query.data ?? null) : null;
}
