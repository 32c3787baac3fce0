import { formatSigned } from "@/app/_charts/frame/prepare-numbers";
import { METRICS, type MetricName } from "@/server/domain/cycles/metrics";
import type { GroupStrays, StrayCell } from "@/server/domain/groups/groups-view";

/** What the legend says of a group's strays: how many, which in what, and where to look first. */
export type StraysText = { count: number; title: string; metric: MetricName };

const MAX_NAMED = 8;

export function straysOf(groups: readonly GroupStrays[], key: string): StraysText | null {
  const cells = groups.find((group) => group.key === key)?.cells ?? [];
  // The metric that most of them stray in shows most of them.
  const counts = new Map<MetricName, number>();
  for (const { metric } of cells.flatMap(({ metrics }) => metrics)) counts.set(metric, (counts.get(metric) ?? 0) + 1);
  const [most] = [...counts].sort((left, right) => right[1] - left[1]);
  if (!most) return null;
  const others = cells.length > MAX_NAMED ? [`and ${cells.length - MAX_NAMED} more`] : [];
  const title = [...cells.slice(0, MAX_NAMED).map(strayLine), ...others].join("\n");
  return { count: cells.length, title, metric: most[0] };
}

/** "Z-04: stray in capacity retention −11.7 % since cycle 41, in coulombic efficiency −0.4 % since cycle 90" */
function strayLine({ cell, metrics }: StrayCell): string {
  const parts = metrics.map(({ metric, relativeDeviation, since, mayBeginEarlier }) => {
    const distance = relativeDeviation === null ? "" : ` ${formatSigned(100 * relativeDeviation, 1)} %`;
    return `${METRICS[metric].label.toLowerCase()}${distance} since cycle ${since}${mayBeginEarlier ? " or earlier" : ""}`;
  });
  return `${cell}: stray in ${parts.join(", in ")}`;
}

/** Cells of all groups that stray; a cell is in one group at most. */
export const countStrays = (groups: readonly GroupStrays[]) =>
  groups.reduce((count, { cells }) => count + cells.length, 0);
