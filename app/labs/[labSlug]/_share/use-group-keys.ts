"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "@/app/_trpc/trpc";
import type { ShownGroups } from "./prepare-share";

/** Gives the keys of the groups that a page has now, hidden ones too; null while it has none. */
export function useGroupKeys(labSlug: string) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  return ({ split: { groupingId, by }, metric, state: { where, x, tag, rateC } }: ShownGroups): string[] | null => {
    const question = { labSlug, groupingId, by, where, metric, tag, rateC };
    const view =
      x === null
        ? queryClient.getQueryData(trpc.groups.view.queryKey(question))
        : queryClient.getQueryData(trpc.groups.overX.queryKey({ ...question, x }));
    return view ? view.groups.map(({ key }) => key) : null;
  };
}
