import type { TalliedCycle } from "../../domain/cycles/cycle-rules";
import { type Run, splitIntoRuns, type StoredRun } from "../../domain/cycles/runs";
import { FORMULA_VERSION } from "../../domain/cycles/stored-quantities";
import type { TestTally } from "../../domain/cycles/test-tally";
import type { SampleColumns } from "../../domain/samples/sample-columns";
import { PROGRESS_SHAPE, type TestProgress, type TestState } from "../../data/series/test-state-writes";

/** What computing a test came to, before it is written. */
export type TestResults = {
  state: TestState;
  changedRuns: StoredRun[];
  removedRuns: Run[];
  /** Those that may have changed. */
  cycles: TalliedCycle[];
  /** The numbers of all cycles, where some that are stored may be no more. */
  remaining: number[] | null;
  progress: TestProgress;
  /** Whether samples that were stored before may be others, or gone: then nothing holds that was made of them. */
  haveSamplesChanged: boolean;
  /** The oldest formulas that a run whose samples are kept was computed by. */
  formulaVersion: number;
};

/** Whether the samples of a run are kept, so that it can be computed again. */
export const isKept = ({ keptFromUs }: TestState, run: Run) => keptFromUs === null || run.firstTimeUs >= keptFromUs;

export const oldestFormulas = (runs: readonly Run[]) =>
  runs.reduce((oldest, { formulaVersion }) => Math.min(oldest, formulaVersion), FORMULA_VERSION);

/** The open run and those that follow it. One whose samples are no longer kept takes no more: it could not be computed again. */
export function extendOpenRun(state: TestState, open: Run | null, newer: SampleColumns): Run[] {
  const { maxGapSeconds } = state.settings;
  if (open !== null && !isKept(state, open)) return [open, ...splitIntoRuns(newer, null, maxGapSeconds, open)];
  return splitIntoRuns(newer, open, maxGapSeconds);
}

export function toProgress(runs: readonly Run[], tally: TestTally, maxGapSeconds: number | null): TestProgress {
  const openRun = runs.at(-1);
  if (!openRun) throw new RangeError("a test without runs has no progress");
  return { shape: PROGRESS_SHAPE, openRun, tally, maxGapSeconds };
}
