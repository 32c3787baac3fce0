"use client";

import { useMemo } from "react";
import { useGroupings } from "@/app/_trpc/use-groupings";
import { useStraysNow } from "@/app/_trpc/use-strays";
import { listStrays } from "../_overview/cards/prepare-stray-list";
import { choosable, chosenGrouping } from "../groups/dashboard-state";

/** Strays of the grouping that the lab opens its chart with; null while they are not known, or nobody asks. */
export function useListedStrays(labSlug: string, isEnabled = true) {
  const groupings = useGroupings(labSlug);
  const grouping = chosenGrouping(groupings.data ? choosable(groupings.data) : [], { groupingId: null });
  const groups = useStraysNow(labSlug, isEnabled ? (grouping?.id ?? null) : null);
  const strays = useMemo(() => (groups === null ? null : listStrays(groups)), [groups]);
  return { groupingId: grouping?.id ?? 0, strays };
}
