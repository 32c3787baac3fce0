import type { CycleSettings, TalliedCycle } from "../../domain/cycles/cycle-rules";
import type { Run, StoredRun } from "../../domain/cycles/runs";
import { tallyRuns } from "../../domain/cycles/test-tally";
import type { TestState } from "../../data/series/test-state-writes";

/** The runs that are not stored as they are now, and the stored ones that are no more. */
export function differencesOfRuns(stored: readonly StoredRun[], counted: readonly StoredRun[]) {
  const before = new Map(stored.map((kept) => [keyOf(kept.run), kept]));
  const changedRuns: StoredRun[] = [];
  for (const now of counted) {
    const old = before.get(keyOf(now.run));
    if (!old || old.cycle !== now.cycle || !isEqual(old.run, now.run)) changedRuns.push(now);
    before.delete(keyOf(now.run));
  }
  return { changedRuns, removedRuns: [...before.values()].map(({ run }) => run) };
}

/** Whether the stored cycles are what the stored runs come to under these settings; else all are written again. */
export const trustsStoredCycles = (
  { progress, isStale }: TestState,
  { changed, newer }: { changed: unknown; newer: unknown },
) => progress !== null && !isStale && (changed !== null || newer !== null);

const numbersOf = (cycles: readonly { cycle: number }[]) => [...new Set(cycles.map(({ cycle }) => cycle))];

/** All cycles, whatever is stored. */
export const allCycles = (cycles: TalliedCycle[]) => ({ cycles, remaining: numbersOf(cycles) });

/** The cycles that do not come out as the stored runs say; the numbers of all, where one of the stored was deleted. */
export function differencesOfCycles(settings: CycleSettings, stored: readonly StoredRun[], counted: TalliedCycle[]) {
  const tallied = tallyRuns(
    stored.map(({ run }) => run),
    settings,
  );
  const before = new Map(tallied?.cycles.map((cycle) => [cycle.cycle, cycle]));
  const changed = counted.filter((cycle) => {
    const old = before.get(cycle.cycle);
    before.delete(cycle.cycle);
    return !old || !isEqual(old, cycle);
  });
  return { cycles: changed, remaining: before.size > 0 ? numbersOf(counted) : null };
}

const keyOf = (run: Run) => `${run.firstTimeUs}:${run.firstRecord}`;

function isEqual<T extends Run | TalliedCycle>(left: T, right: T): boolean {
  return (Object.keys(left) as (keyof T)[]).every((name) => left[name] === right[name]); // keys of a known type
}
