import { inLab } from "../../data/in-lab";
import { listCyclesOfTest } from "../../data/series/cycle-reads";
import { listRuns } from "../../data/series/run-reads";
import { listTestNames } from "../../data/series/test-state-reads";
import { lockTestStates } from "../../data/series/test-state-writes";
import type { StoredCycle } from "../../domain/cycles/cycle-metrics";
import type { TalliedCycle } from "../../domain/cycles/cycle-rules";
import { toCycleQuantities } from "../../domain/cycles/cycle-totals";
import type { CycleQuantities } from "../../domain/cycles/stored-quantities";
import { AppError } from "../../errors";
import type { LabScope } from "../../lab-scope";
import { recomputeTest } from "./recompute-test";

export type Difference = { test: string; what: string; stored: unknown; recomputed: unknown };

/** Sums may differ in their last bits, never by more: 1e-12 of the larger. */
const TOLERANCE = 1e-12;

/**
 * Recomputes steps and cycles of a cell from its stored samples and compares them with what is stored. Changes nothing.
 * @returns the first 100 differences; none means that every number on the page is that of a fresh computation
 */
export async function verifyCell(
  scope: LabScope,
  args: { cell: string },
): Promise<{ samples: number; steps: number; cycles: number; differences: Difference[] }> {
  return inLab(scope, async (tx) => {
    const tests = await listTestNames(scope, tx, args);
    if (tests.length === 0)
      throw new AppError("not_found", `There is no cell "${args.cell}" with samples in this lab.`);
    const found = { samples: 0, steps: 0, cycles: 0, differences: [] as Difference[] };
    for (const state of await lockTestStates(scope, tx, tests)) {
      const fresh = await recomputeTest(scope, tx, { ...state, progress: null }, { changed: null, newer: null });
      const compare = (what: string, stored: unknown, recomputed: unknown) => {
        if (!isAlike(stored, recomputed)) found.differences.push({ test: state.test, what, stored, recomputed });
      };
      if (fresh) compare("where the count stands", state.progress, fresh.progress);
      const storedRuns = await listRuns(scope, tx, { testId: state.testId });
      const runAt = new Map(storedRuns.map((stored) => [keyOf(stored.run), stored]));
      for (const { run, cycle } of fresh?.changedRuns ?? []) {
        const stored = runAt.get(keyOf(run));
        const what = `step at ${new Date(run.firstTimeUs / 1000).toISOString()}`;
        compare(what, stored ? { ...stored.run, cycle: stored.cycle } : null, { ...run, cycle });
      }
      for (const run of fresh?.removedRuns ?? []) {
        compare(`step at ${new Date(run.firstTimeUs / 1000).toISOString()}`, run, null);
      }
      const storedCycles = await listCyclesOfTest(scope, tx, { testId: state.testId });
      const byNumber = new Map(storedCycles.map((cycle) => [cycle.cyclerCycle, cycle]));
      for (const cycle of fresh?.cycles ?? []) {
        const stored = byNumber.get(cycle.cycle);
        byNumber.delete(cycle.cycle);
        compare(`cycle ${cycle.cycle}`, stored ?? null, freshCycle(cycle));
      }
      for (const [number, cycle] of byNumber) compare(`cycle ${number}`, cycle, null);
      found.samples += (fresh?.cycles ?? []).reduce((sum, { sampleCount }) => sum + sampleCount, 0);
      found.steps += storedRuns.length;
      found.cycles += storedCycles.length;
    }
    return { ...found, differences: found.differences.slice(0, 100) };
  });
}

/** What is compared of a cycle: where it lies, every stored quantity, and what thresholds say of it. */
type Comparable = CycleQuantities & Pick<StoredCycle, "startedAtUs" | "endedAtUs" | "isComplete" | "isPartial">;

const freshCycle = (cycle: TalliedCycle): Comparable => ({
  startedAtUs: cycle.firstTimeUs,
  endedAtUs: cycle.lastTimeUs,
  isComplete: cycle.isComplete,
  isPartial: cycle.isPartial,
  ...toCycleQuantities(cycle),
});

function isAlike(stored: unknown, recomputed: unknown): boolean {
  if (typeof stored === "number" && typeof recomputed === "number") {
    return Math.abs(stored - recomputed) <= TOLERANCE * Math.max(Math.abs(stored), Math.abs(recomputed));
  }
  if (!isRecord(stored) || !isRecord(recomputed)) return stored === recomputed;
  return Object.keys(recomputed).every((name) => isAlike(stored[name], recomputed[name]));
}

const keyOf = ({ firstTimeUs, firstRecord }: { firstTimeUs: number; firstRecord: number }) =>
  `${firstTimeUs}:${firstRecord}`;

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;
