import type { Run, StoredRun } from "../../domain/cycles/runs";
import { FORMULA_VERSION } from "../../domain/cycles/stored-quantities";
import { tallyRuns } from "../../domain/cycles/test-tally";
import type { SampleColumns } from "../../domain/samples/sample-columns";
import type { LabTransaction } from "../../data/in-lab";
import { listRuns } from "../../data/series/run-reads";
import type { TestState } from "../../data/series/test-state-writes";
import type { LabScope } from "../../lab-scope";
import { closeRuns } from "./close-runs";
import { allCycles, differencesOfCycles, differencesOfRuns, trustsStoredCycles } from "./differences";
import { endOf, firstStored, replaceRuns, splitStoredSamples, startOf } from "./stored-runs";
import { extendOpenRun, isKept, oldestFormulas, type TestResults, toProgress } from "./test-results";

/**
 * Computes a test again some of whose stored samples changed, then goes on with newer ones.
 *
 * Samples are read only of the runs that a change can touch: from the run that begins before it to the first that begins after it.
 * Cycles are computed again over all runs, because a number or a threshold may change any of them. Runs whose samples are no longer kept
 * stay as they are.
 * @param args.changed in order; null when no stored sample changed, but settings or thresholds did
 */
export async function recomputeTest(
  scope: LabScope,
  tx: LabTransaction,
  state: TestState,
  args: { changed: SampleColumns | null; newer: SampleColumns | null },
): Promise<TestResults | null> {
  const stored = await listRuns(scope, tx, state);
  let runs = stored.map(({ run }) => run);
  if (state.last !== null) {
    const settled = runs.filter((run) => !isKept(state, run));
    const kept = runs.slice(settled.length);
    const previous = settled.at(-1) ?? null;
    // The newer samples may be stored already: nothing past the last one before them is read.
    const { last } = state;
    if (state.progress?.maxGapSeconds !== state.settings.maxGapSeconds) {
      const range = { from: firstStored(state, kept, args.changed), to: last, previous };
      runs = [...settled, ...(await splitStoredSamples(scope, tx, state, range))];
    } else if (args.changed) {
      const changes = { changed: args.changed, last, previous };
      runs = [...settled, ...(await replaceRuns(scope, tx, state, kept, changes))];
    }
  }
  if (args.newer) runs = [...runs.slice(0, -1), ...extendOpenRun(state, runs.at(-1) ?? null, args.newer)];
  const { newer } = args;
  const trustsCycles = trustsStoredCycles(state, args);
  // Without progress nothing that was stored is believed.
  const haveSamplesChanged = args.changed !== null || (state.progress === null && state.last !== null);
  return toResults(scope, tx, state, { stored, runs, newer, trustsCycles, haveSamplesChanged });
}

/**
 * Computes again, from stored samples, the first runs of a test that older formulas made: so many that their samples are at most
 * `maxSamples`, and one at least. Until then their numbers stay as they are.
 * @returns null for a test without runs
 */
export async function recomputeOldRuns(
  scope: LabScope,
  tx: LabTransaction,
  state: TestState,
  { maxSamples }: { maxSamples: number },
): Promise<TestResults | null> {
  const stored = await listRuns(scope, tx, state);
  const runs = stored.map(({ run }) => run);
  const isOld = (run: Run | undefined) =>
    run !== undefined && isKept(state, run) && run.formulaVersion < FORMULA_VERSION;
  const from = runs.findIndex(isOld);
  const trustsCycles = state.progress !== null && !state.isStale;
  const known = { stored, newer: null, trustsCycles, haveSamplesChanged: false };
  if (from < 0) return toResults(scope, tx, state, { ...known, runs });
  let to = from;
  let samples = runs[from]?.sampleCount ?? 0;
  for (let next = runs[to + 1]; next && isOld(next) && samples + next.sampleCount <= maxSamples; next = runs[to + 1]) {
    samples += next.sampleCount;
    to += 1;
  }
  const [first, last] = [runs[from], runs[to]];
  if (!first || !last) return null;
  const range = { from: startOf(first), to: endOf(last), previous: runs[from - 1] ?? null };
  const fresh = await splitStoredSamples(scope, tx, state, range);
  const changed = [...runs.slice(0, from), ...fresh, ...runs.slice(to + 1)];
  return toResults(scope, tx, state, { ...known, runs: changed });
}

/** What the runs of a test come to, and how it differs from what is stored. */
async function toResults(
  scope: LabScope,
  tx: LabTransaction,
  state: TestState,
  args: {
    stored: readonly StoredRun[];
    runs: readonly Run[];
    newer: SampleColumns | null;
    trustsCycles: boolean;
    haveSamplesChanged: boolean;
  },
): Promise<TestResults | null> {
  const { settings } = state;
  const { stored, newer, trustsCycles, haveSamplesChanged } = args;
  const runs = await closeRuns(scope, tx, state, args.runs, { newer, largestCurrentA: 0 });
  const result = tallyRuns(runs, settings);
  if (!result) return null;
  const computed = result.runCycles.flatMap((cycle, index) => {
    const run = runs[index];
    return run ? [{ run, cycle }] : [];
  });
  return {
    state,
    ...differencesOfRuns(stored, computed),
    ...(trustsCycles ? differencesOfCycles(settings, stored, result.cycles) : allCycles(result.cycles)),
    progress: toProgress(runs, result.tally, settings.maxGapSeconds),
    haveSamplesChanged,
    formulaVersion: oldestFormulas(runs.filter((run) => isKept(state, run))),
  };
}
