import type { PageCycle } from "@/server/domain/cells/cell-page";
import { ALL_CELLS } from "@/server/domain/groups/all-cells";
import { METRICS, type MetricName } from "@/server/domain/cycles/metrics";

/** The cycle at which cells are compared: the one that is looked at, else the last one that all of its numbers are known of; null without. */
export function comparedCycle(
  requested: number | null,
  cycles: readonly Pick<PageCycle, "cycle" | "isComplete" | "isPartial">[] | undefined,
): number | null {
  return requested ?? cycles?.findLast(({ isComplete, isPartial }) => isComplete && !isPartial)?.cycle ?? null;
}

/** What of a comparison is told in words. */
export type LoadedPeers = {
  cycle: number;
  metric: MetricName;
  group: { key: string; name: string } | null;
  peers: readonly { cell: string; isMiddle: boolean }[];
  among: number;
  strays: number;
};

/** How the cells behind the curves were chosen; `null` where there are none, and `why` says so. */
export function comparisonText(loaded: LoadedPeers): { chosen: string; left: string } | { why: string } {
  const { cycle, metric, group, peers, among, strays } = loaded;
  if (group === null) return { why: "This grouping puts the cell into no group." };
  if (peers.length === 0) {
    return { why: `No other cell of ${group.name} has finished a cycle ${cycle} without straying.` };
  }
  const of = peers.length < among ? `${peers.length} of ${among} cells` : counted(among, "cell");
  const order = peers.length > 1 ? `, from the lowest to the highest ${METRICS[metric].label.toLowerCase()}` : "";
  return {
    chosen: `Grey: cycle ${cycle} of ${of} of ${group.name}${order}`,
    left: strays > 0 ? `${counted(strays, "stray")} left out` : "",
  };
}

const counted = (count: number, what: string) => `${count} ${what}${count === 1 ? "" : "s"}`;

type Grouping = { id: number; name: string };

/** The groupings whose groups a cell can be compared with. */
export const comparisonOptions = (groupings: readonly Grouping[] | undefined) =>
  [...(groupings ?? []), ALL_CELLS].map(({ id, name }) => ({ value: String(id), label: `Compared: ${name}` }));
