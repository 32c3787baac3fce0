import { inLab, type LabTransaction } from "../../data/in-lab";
import { listCyclesOfTest } from "../../data/series/cycle-reads";
import { listRuns } from "../../data/series/run-reads";
import { listTestNames } from "../../data/series/test-state-reads";
import { lockTestStates, type TestState } from "../../data/series/test-state-writes";
import type { StoredCycle } from "../../domain/cycles/cycle-metrics";
import type { TalliedCycle } from "../../domain/cycles/cycle-rules";
import { toCycleQuantities } from "../../domain/cycles/cycle-totals";
import type { Run, StoredRun } from "../../domain/cycles/runs";
import type { CycleQuantities } from "../../domain/cycles/cycle-quantities";
import { AppError } from "../../errors";
import type { LabScope } from "../../lab-scope";
import { recomputeTest } from "./recompute-test";
import type { TestResults } from "./test-results";

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
    const found: Found = { samples: 0, steps: 0, cycles: 0, differences: [] };
    for (const state of await lockTestStates(scope, tx, tests)) await verifyTest(scope, tx, state, found);
    return { ...found, differences: found.differences.slice(0, 100) };
  });
}

type Found = { samples: number; steps: number; cycles: number; differences: Difference[] };
type Compare = (what: string, stored: unknown, recomputed: unknown) => void;

async function verifyTest(scope: LabScope, tx: LabTransaction, state: TestState, found: Found): Promise<void> {
  const fresh = await recomputeTest(scope, tx, { ...state, progress: null }, { changed: null, newer: null });
  const compare: Compare = (what, stored, recomputed) => {
    if (!isAlike(stored, recomputed)) found.differences.push({ test: state.test, what, stored, recomputed });
  };
  const runs = await listRuns(scope, tx, { testId: state.testId });
  const cycles = await listCyclesOfTest(scope, tx, { testId: state.testId });
  if (fresh) {
    compare("progress", state.progress, fresh.progress);
    compareRuns(runs, fresh, compare);
  }
  compareCycles(cycles, fresh?.cycles ?? [], compare);
  found.samples += (fresh?.cycles ?? []).reduce((sum, { sampleCount }) => sum + sampleCount, 0);
  found.steps += runs.length;
  found.cycles += cycles.length;
}

function compareRuns(stored: readonly StoredRun[], fresh: TestResults, compare: Compare): void {
  const runAt = new Map(stored.map((one) => [keyOf(one.run), one]));
  const nameOf = ({ firstTimeUs }: Run) => `step at ${new Date(firstTimeUs / 1000).toISOString()}`;
  for (const { run, cycle } of fresh.changedRuns) {
    const known = runAt.get(keyOf(run));
    compare(nameOf(run), known ? { ...known.run, cycle: known.cycle } : null, { ...run, cycle });
  }
  for (const run of fresh.removedRuns) compare(nameOf(run), run, null);
}

function compareCycles(stored: readonly StoredCycle[], fresh: readonly TalliedCycle[], compare: Compare): void {
  const byNumber = new Map(stored.map((cycle) => [cycle.cyclerCycle, cycle]));
  for (const cycle of fresh) {
    compare(`cycle ${cycle.cycle}`, byNumber.get(cycle.cycle) ?? null, freshCycle(cycle));
    byNumber.delete(cycle.cycle);
  }
  for (const [number, cycle] of byNumber) compare(`cycle ${number}`, cycle, null);
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
