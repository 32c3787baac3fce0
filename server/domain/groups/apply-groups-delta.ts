import type { GroupPatch, GroupSeries, GroupsDelta, GroupsView, RunningPoint } from "./groups-view";
import { thinnedOf } from "./statistics";

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
    // With every sample some unfinished cycle grows, and mostly nothing else changes.
    groups: patches.size === 0 ? view.groups : view.groups.map((group) => patchGroup(group, patches.get(group.key))),
    running: patchRunning(view.running, delta.running),
  };
}

/** The columns without a null. */
const NUMBERS = ["cycle", "mean", "n", "min", "max", "median", "q1", "q3"] as const;

/** Merges two lists of cycles, both in order; the patch wins where both have one. */
function patchGroup(group: GroupSeries, patch: GroupPatch | undefined): GroupSeries {
  if (!patch) return group;
  const { emptied, ...changes } = patch;
  const series = {
    ...changes,
    ...{ cycle: [], mean: [], std: [], n: [], min: [], max: [], median: [], q1: [], q3: [] },
    ...(group.uncertainty ? { uncertainty: [] } : {}),
  };
  const gone = new Set([...emptied, ...patch.cycle]);
  let changed = 0;
  const pushChangesBefore = (cycle: number) => {
    for (; (patch.cycle[changed] ?? Number.POSITIVE_INFINITY) < cycle; changed += 1) pushRow(series, patch, changed);
  };
  for (const [index, cycle] of group.cycle.entries()) {
    pushChangesBefore(cycle);
    if (!gone.has(cycle)) pushRow(series, group, index);
  }
  pushChangesBefore(Number.POSITIVE_INFINITY);
  return { ...series, thinned: thinnedOf(series.n) };
}

type Columns = Omit<GroupSeries, "thinned">;

function pushRow(target: Columns, source: Columns, index: number): void {
  for (const column of NUMBERS) {
    const value = source[column][index];
    if (value !== undefined) target[column].push(value);
  }
  target.std.push(source.std[index] ?? null);
  target.uncertainty?.push(source.uncertainty?.[index] ?? null);
}

function patchRunning(running: RunningPoint[], changed: readonly RunningPoint[]): RunningPoint[] {
  if (changed.length === 0) return running;
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
