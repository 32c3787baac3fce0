import type { MetricName } from "@/server/domain/cycles/metrics";
import type { GroupSeries } from "@/server/domain/groups/groups-view";

/** A cell returns more only where its charge is called discharge, as a half cell's with an anode is. */
const MOST_EFFICIENCY = 1.05;
const MAX_NAMED = 3;

/** What the legend says of groups whose mean coulombic efficiency is that of half cells of which nobody said so; null where none is. */
export function halfCellHint(
  metric: MetricName,
  groups: readonly Pick<GroupSeries, "name" | "mean" | "thinned">[],
): string | null {
  if (metric !== "coulombicEfficiency") return null;
  const over = groups.filter(({ mean, thinned }) => mean.some((value, at) => value > MOST_EFFICIENCY && !thinned[at]));
  if (over.length === 0) return null;
  const names = over.slice(0, MAX_NAMED).map(({ name }) => name);
  const others = over.length > MAX_NAMED ? [`${over.length - MAX_NAMED} more`] : [];
  return `Over 105 % in ${[...names, ...others].join(", ")}: are these half cells with an anode? Their polarity says so.`;
}
