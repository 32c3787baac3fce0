import type { Run } from "../../domain/cycles/runs";
import { FORMULA_VERSION } from "../../domain/cycles/stored-quantities";
import { extendTally, tallyRuns } from "../../domain/cycles/test-tally";
import type { SampleColumns } from "../../domain/samples/sample-columns";
import type { LabTransaction } from "../../data/in-lab";
import type { TestState } from "../../data/series/test-state-writes";
import type { LabScope } from "../../lab-scope";
import { closeRuns } from "./close-runs";
import { extendOpenRun, type TestResults, toProgress } from "./test-results";

/** The open run and those that follow it, with samples past all stored ones; null when these change what older runs mean. */
export function extendRuns(state: TestState, newer: SampleColumns): Run[] | null {
  const { progress } = state;
  if (state.isStale || (progress === null && state.last !== null)) return null;
  return extendOpenRun(state, progress?.openRun ?? null, newer);
}

/**
 * Computes what samples past all stored ones come to: their cost does not depend on how long the test or its cycle is.
 * @param appended.extended of `extendRuns`
 * @returns null when they change what older runs mean, and `recomputeTest` is asked for
 */
export async function appendSamples(
  scope: LabScope,
  tx: LabTransaction,
  state: TestState,
  { newer, extended }: { newer: SampleColumns; extended: readonly Run[] },
): Promise<TestResults | null> {
  const { progress, settings } = state;
  const known = { newer, largestCurrentA: progress?.tally.largestCurrentA ?? 0 };
  const runs = await closeRuns(scope, tx, state, extended, known);
  const result = progress === null ? tallyRuns(runs, settings) : extendTally(progress.tally, runs, settings);
  if (!result) return null;
  return {
    state,
    changedRuns: result.runCycles.flatMap((cycle, index) => {
      const run = runs[index];
      return run ? [{ run, cycle }] : [];
    }),
    removedRuns: [],
    cycles: result.cycles,
    remaining: null,
    progress: toProgress(runs, result.tally, settings.maxGapSeconds),
    haveSamplesChanged: false,
    formulaVersion: progress === null ? FORMULA_VERSION : state.formulaVersion,
  };
}
