import type { GroupSeries, GroupsDelta, GroupsView, RunningPoint } from "@/server/domain/groups/groups-view";

type GroupPatch = GroupSeries & { emptied: number[] };

/**
 * The view after a change. Groups without a change stay the same objects, so what was prepared from them stays valid; a patch that
 * is older than the view changes nothing.
 */
export function applyGroupsDelta(view: GroupsView, delta: GroupsDelta): GroupsView {
  if (delta.kind === "full") return delta.view;
  if (delta.version < view.version) return view;
  const patches = new Map(delta.groups.map((group) => [group.key, group]));
  return {
    ...view,
    version: delta.version,
    cellsWithoutCycles: delta.cellsWithoutCycles,
    groups: view.groups.map((group) => patchGroup(group, patches.get(group.key))),
    running: patchRunning(view.running, delta.running),
  };
}

const COLUMNS = ["cycle", "mean", "std", "n", "min", "max", "median"] as const;

/** Merges two lists of cycles, both in order; the patch wins where both have one. */
function patchGroup(group: GroupSeries, patch: GroupPatch | undefined): GroupSeries {
  if (!patch) return group;
  const { emptied: gone, ...changes } = patch;
  const emptied = new Set(gone);
  const series: GroupSeries = { ...changes, cycle: [], mean: [], std: [], n: [], min: [], max: [], median: [] };
  let kept = 0;
  let changed = 0;
  while (kept < group.cycle.length || changed < patch.cycle.length) {
    const keptCycle = group.cycle[kept] ?? Number.POSITIVE_INFINITY;
    const changedCycle = patch.cycle[changed] ?? Number.POSITIVE_INFINITY;
    if (changedCycle <= keptCycle) {
      pushRow(series, patch, changed);
      changed += 1;
      if (changedCycle === keptCycle) kept += 1;
    } else {
      if (!emptied.has(keptCycle)) pushRow(series, group, kept);
      kept += 1;
    }
  }
  return series;
}

function pushRow(target: GroupSeries, source: GroupSeries, index: number): void {
  for (const column of COLUMNS) {
    // The columns of a series are of equal length, and only `std` holds nulls: what is read here fits where it is put.
    (target[column] as (number | null)[]).push(source[column][index] ?? null);
  }
}

function patchRunning(running: readonly RunningPoint[], changed: readonly RunningPoint[]): RunningPoint[] {
  if (changed.length === 0) return [...running];
  const byCell = new Map(running.map((point) => [point.cellId, point]));
  for (const point of changed) {
    if (point.value === null) byCell.delete(point.cellId);
    else byCell.set(point.cellId, point);
  }
  return [...byCell.values()];
}

/** Which cycles of which groups a change touched; null means all of them. */
export function touchedCycles(delta: GroupsDelta): Map<string, number[]> | null {
  if (delta.kind === "full") return null;
  return new Map(delta.groups.map(({ key, cycle, emptied }) => [key, [...cycle, ...emptied]]));
}
