import { METRIC_NAMES, METRICS, type MetricName } from "../domain/cycles/metrics";
import type { GroupStrays, StrayCell } from "../domain/groups/groups-view";
import type { LabScope } from "../lab-scope";
import type { AskedGroups } from "./asked-groups";
import { deviationRows } from "./group-deviations";
import { type Shown, currentView, withGroups } from "./group-statistics";
import { inPieces } from "./in-pieces";

const STRAY_METRICS = METRIC_NAMES.filter((metric) => METRICS[metric].findsStrays);

/**
 * The cells of each group that stray in any metric, at the last cycle that is not thinned: what the deep dive shows unless it is asked
 * for another. Nobody has to open every metric to find them.
 */
export async function strayCells(scope: LabScope, args: AskedGroups): Promise<GroupStrays[]> {
  const found = new Map<string, Map<number, StrayCell>>();
  for (const metric of STRAY_METRICS) {
    await withGroups(scope, { ...args, metric }, (shown) => collectStrays(shown, metric, found));
  }
  return [...found].map(([key, cells]) => ({ key, cells: [...cells.values()] }));
}

async function collectStrays(shown: Shown, metric: MetricName, found: Map<string, Map<number, StrayCell>>) {
  const view = await currentView(shown);
  for (const group of shown.groups) {
    const cells = found.get(group.key) ?? new Map<number, StrayCell>();
    found.set(group.key, cells);
    const series = view.groups.find(({ key }) => key === group.key);
    const cycle = series?.cycle[series.thinned.lastIndexOf(false)];
    if (cycle === undefined) continue;
    for (const row of await inPieces(deviationRows(shown.cells, { metric, group, cycle }))) {
      if (row.verdict !== "stray") continue;
      const stray = cells.get(row.cellId) ?? { cellId: row.cellId, cell: row.cell, metrics: [] };
      cells.set(row.cellId, stray);
      stray.metrics.push({ metric, cycle, relativeDeviation: row.relativeDeviation, persistence: row.persistence });
    }
  }
}
