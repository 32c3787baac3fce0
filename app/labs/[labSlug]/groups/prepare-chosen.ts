import { indexesIn, latestFullIndex } from "@/app/_charts/groups/prepare-series";
import type { ShownGroup } from "@/app/_charts/groups/shown-group";
import type { DashboardState } from "./dashboard-state";

export type ChosenState = Pick<DashboardState, "group" | "cycle" | "from" | "to" | "hidden">;

/** What the deep dive shows: what the URL names, else the first visible group, at the last cycle shown that is not thinned. */
export function chosenOf(groups: readonly ShownGroup[], { group, cycle, from, to, hidden }: ChosenState) {
  const latestOf = ({ series }: ShownGroup) =>
    series.cycle[latestFullIndex(series, indexesIn(series.x, { from, to })) ?? -1] ?? null;
  const hasCycles = (one: ShownGroup) => latestOf(one) !== null;
  const isVisible = ({ series }: ShownGroup) => !hidden.includes(series.key);
  const found =
    groups.find(({ series }) => series.key === group) ??
    groups.find((one) => isVisible(one) && hasCycles(one)) ??
    groups.find(hasCycles);
  if (!found) return null;
  const shown = (found.series.key === group ? cycle : null) ?? latestOf(found);
  return shown === null ? null : { ...found, group: found.series.key, cycle: shown };
}
