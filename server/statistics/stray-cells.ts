import { entryAt } from "../domain/samples/sample-columns";
import { METRIC_NAMES, METRICS, type MetricName } from "../domain/cycles/metrics";
import type { GroupStrays, StrayCell } from "../domain/groups/groups-view";
import { type CycleFilter, filterKey } from "../domain/tags/cycle-filter";
import type { LabScope } from "../lab-scope";
import type { RequestedGroups } from "./requested-groups";
import type { CellColumns } from "./columns/cell-columns";
import { deviationRows } from "./group-deviations";
import { currentView, type Shown, withGroups } from "./group-statistics";
import { inPieces } from "./in-pieces";
import type { IndexedGroup } from "./indexed-groups";
import { strayStretches } from "./stray-stretches";

const STRAY_METRICS = METRIC_NAMES.filter((metric) => METRICS[metric].findsStrays);
/** Values of a metric that are looked at to find since when its strays stray, over all groups: a tenth of a second. */
const MAX_VALUES = 1_000_000;

type StrayOptions = RequestedGroups & { group: string | null; filter?: CycleFilter | null };
/** Groups by their keys, their strays by the ids of the cells. */
type Found = Map<string, { name: string; cells: Map<number, StrayCell> }>;

/**
 * The cells of each group that stray in any metric, and since when, at the last cycle that is not thinned: what the deep dive shows unless
 * it is asked for another. Nobody has to open every metric to find them.
 * @param args.group key or name of one group; null for all
 */
export async function strayCells(scope: LabScope, args: StrayOptions): Promise<GroupStrays[]> {
  const found: Found = new Map();
  for (const metric of STRAY_METRICS) {
    const ofMetric = await withGroups(scope, { ...args, metric }, (shown) => {
      const key = JSON.stringify(["strays", shown.groupsKey, metric, filterKey(shown.filter), args.group]);
      return shown.views.once(shown.columns, key, () => straysOf(shown, args.group));
    });
    for (const group of ofMetric) collect(group, found);
  }
  return [...found].map(([key, { name, cells }]) => ({ key, name, cells: [...cells.values()] }));
}

type FoundGroup = { key: string; name: string; strays: Awaited<ReturnType<typeof straysAtEnd>> };

/** The strays of one metric, by group. */
async function straysOf(shown: Shown, requested: string | null): Promise<FoundGroup[]> {
  const view = await currentView(shown);
  const groups = shown.groups.filter(({ key, name }) => requested === null || key === requested || name === requested);
  const maxValues = MAX_VALUES / groups.length;
  const found: FoundGroup[] = [];
  for (const group of groups) {
    const { key, name } = group;
    const series = view.groups.find((one) => one.key === key);
    const cycles = series?.cycle.slice(0, series.thinned.lastIndexOf(false) + 1) ?? [];
    found.push({ key, name, strays: await straysAtEnd(shown, { group, cycles, maxValues }) });
  }
  return found;
}

function collect({ key, name, strays }: FoundGroup, found: Found): void {
  const { cells } = found.get(key) ?? { cells: new Map<number, StrayCell>() };
  found.set(key, { name, cells });
  for (const { cellId, cell, ...stray } of strays) {
    const known = cells.get(cellId) ?? { cellId, cell, metrics: [] };
    cells.set(cellId, known);
    known.metrics.push(stray);
  }
}

/** The strays of a group at the last of its cycles, and since when they are. */
async function straysAtEnd(
  { cells, metric }: { cells: readonly CellColumns[]; metric: MetricName },
  { group, cycles, maxValues }: { group: IndexedGroup; cycles: readonly number[]; maxValues: number },
) {
  const cycle = cycles.at(-1);
  if (cycle === undefined) return [];
  const rows = await inPieces(deviationRows(cells, { metric, group, cycle }));
  const flagged = rows.filter(({ verdict }) => verdict === "stray");
  if (flagged.length === 0) return [];
  const ids = new Set(flagged.map(({ cellId }) => cellId));
  const strays = group.cellIndexes.map((index) => entryAt(cells, index)).filter(({ cell }) => ids.has(cell.cellId));
  const stretches = await inPieces(strayStretches(cells, { metric, group, cycles, strays, maxValues }));
  return flagged.map(({ cellId, cell, value, relativeDeviation, robustScore, persistence }) => {
    const stretch = stretches.get(cellId) ?? { since: cycle, mayBeginEarlier: false };
    return { cellId, cell, metric, cycle, ...stretch, value, relativeDeviation, robustScore, persistence };
  });
}
