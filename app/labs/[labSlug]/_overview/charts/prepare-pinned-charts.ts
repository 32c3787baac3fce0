import type { MetricName } from "@/server/domain/cycles/metrics";
import type { PinnedChart } from "@/server/domain/labs/input-pinned-charts";
import { chosenGrouping } from "../../groups/dashboard-state";

export type ChartGrouping = { id: number; name: string; isDefault: boolean; defaultMetric: MetricName };

/** Charts of groupings that are still there; `at` is null for the one that nobody pinned. */
export function shownCharts(choice: readonly ChartGrouping[], pinned: readonly PinnedChart[]) {
  const shown = pinned.flatMap(({ groupingId, metric }, at) => {
    const grouping = choice.find(({ id }) => id === groupingId);
    return grouping ? [{ grouping, metric, at }] : [];
  });
  const first = chosenGrouping(choice, { groupingId: null });
  return shown.length > 0 || !first ? shown : [{ grouping: first, metric: first.defaultMetric, at: null }];
}

export const isSameChart = (one: PinnedChart, other: PinnedChart) =>
  one.groupingId === other.groupingId && one.metric === other.metric;

/** The charts with one more at a place, or as they are where it is among them. */
export const pinnedAt = (pinned: readonly PinnedChart[], chart: PinnedChart, at: number): PinnedChart[] =>
  pinned.some((one) => isSameChart(one, chart)) ? [...pinned] : pinned.toSpliced(at, 0, chart);
