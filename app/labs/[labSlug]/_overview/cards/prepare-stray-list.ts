import { formatSigned } from "@/app/_charts/frame/prepare-numbers";
import type { GroupStrays, Stray } from "@/server/domain/groups/groups-view";
import { METRICS, type MetricName } from "@/server/domain/cycles/metrics";

/** A cell that strays, by the metric in which it lies furthest from its group. */
export type ListedStray = {
  cellId: number;
  cell: string;
  group: { key: string; name: string };
  metric: MetricName;
  cycle: number;
  relativeDeviation: number | null;
  /** "capacity retention −11.7 % since cycle 41" */
  text: string;
  /** The same of every metric in which it strays. */
  all: string;
};

/** Strays of all groups: those that lie furthest from their groups first, by the score that made them strays. */
export function listStrays(groups: readonly GroupStrays[]): ListedStray[] {
  const strays = groups.flatMap(({ key, name, cells }) =>
    cells.flatMap(({ cellId, cell, metrics }) => {
      const ordered = [...metrics].sort((left, right) => scoreOf(right) - scoreOf(left));
      const [worst] = ordered;
      if (!worst) return [];
      const { metric, cycle, relativeDeviation } = worst;
      const all = ordered.map(strayText).join("\n");
      const stray = {
        cellId,
        cell,
        group: { key, name },
        metric,
        cycle,
        relativeDeviation,
        text: strayText(worst),
        all,
      };
      return [{ stray, score: scoreOf(worst) }];
    }),
  );
  strays.sort((left, right) => right.score - left.score || left.stray.cell.localeCompare(right.stray.cell));
  return strays.map(({ stray }) => stray);
}

const scoreOf = ({ robustScore }: Stray) => Math.abs(robustScore ?? 0);

function strayText({ metric, relativeDeviation, since, mayBeginEarlier }: Stray): string {
  const distance = relativeDeviation === null ? "" : ` ${formatSigned(100 * relativeDeviation, 1)} %`;
  return `${METRICS[metric].label.toLowerCase()}${distance} since cycle ${since}${mayBeginEarlier ? " or earlier" : ""}`;
}
