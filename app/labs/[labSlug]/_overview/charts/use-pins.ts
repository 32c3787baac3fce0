"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { offerUndo } from "@/app/_components/undo/undo-offers";
import { useTRPC } from "@/app/_trpc/trpc";
import type { PinnedChart } from "@/server/domain/labs/input-pinned-charts";
import { useLabSettings } from "../use-overview";
import { isSameChart, pinnedAt } from "./prepare-pinned-charts";

/** The charts that the lab pinned, and how to pin and unpin one. */
export function usePins(labSlug: string) {
  const settings = useLabSettings(labSlug);
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const queryKey = trpc.labs.settings.queryKey({ labSlug });
  const update = useMutation(
    trpc.labs.update.mutationOptions({ onSettled: () => queryClient.invalidateQueries({ queryKey }) }),
  );
  // Others pin too: what is undone leaves theirs.
  const latest = () => queryClient.getQueryData(queryKey)?.pinnedCharts ?? [];
  const put = (pinnedCharts: PinnedChart[]) => update.mutateAsync({ labSlug, changes: { pinnedCharts } });
  const unpin = (chart: PinnedChart) => put(latest().filter((one) => !isSameChart(one, chart)));
  const pinAt = (chart: PinnedChart, at: number) => put(pinnedAt(latest(), chart, at));
  /** @param title what people call the chart */
  const offering = (act: Promise<unknown>, { text, undo, undone }: Parameters<typeof offerUndo>[0]) =>
    void act.then(
      () => offerUndo({ text, undo, undone }),
      () => {}, // the refusal stands where the charts are
    );
  return {
    pinned: settings.data?.pinnedCharts,
    error: update.error,
    pin: (chart: PinnedChart, title: string) => {
      const [text, undone] = [`${title} is pinned.`, `${title} is no longer pinned.`];
      offering(pinAt(chart, latest().length), { text, undo: () => unpin(chart), undone });
    },
    unpin: (at: number, title: string) => {
      const chart = latest()[at];
      if (!chart) return;
      const [text, undone] = [`${title} is no longer pinned.`, `${title} is pinned.`];
      offering(unpin(chart), { text, undo: () => pinAt(chart, at), undone });
    },
  };
}
