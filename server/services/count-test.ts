import type { SampleColumns } from "../domain/sample-columns";
import { type Run, splitIntoRuns } from "../domain/runs";
import { extendTally, type TalliedCycle, type TestTally, tallyRuns } from "../domain/test-tally";
import type { LabScope } from "../lab-scope";
import type { LabTransaction } from "../data/in-lab";
import { listSamplesBetween, type SampleIdentity } from "../data/timeseries/sample-reads";
import { listRuns, type StoredRun } from "../data/timeseries/step-reads";
import { PROGRESS_SHAPE, type TestProgress, type TestState } from "../data/timeseries/test-state-writes";

/** What counting a test came to, before it is written. */
export type CountedTest = {
  state: TestState;
  changedRuns: StoredRun[];
  goneRuns: Run[];
  /** Those that may have changed; after a recount all of them. */
  cycles: TalliedCycle[];
  isWhole: boolean;
  progress: TestProgress;
};

/**
 * Counts samples that lie after all before: their cost does not depend on how long the test or its cycle is.
 * @returns null when they change what older runs mean, and `recountTest` is asked for
 */
export function growTest(state: TestState, newer: SampleColumns): CountedTest | null {
  const { progress, settings } = state;
  if (state.isStale || (progress === null && state.last !== null)) return null;
  const runs = splitIntoRuns(newer, progress?.openRun ?? null, settings.maxGapSeconds);
  const result = progress === null ? tallyRuns(runs, settings) : extendTally(progress.tally, runs, settings);
  if (!result) return null;
  return {
    state,
    changedRuns: runs.map((run, index) => ({ run, cycle: result.runCycles[index] as number })),
    goneRuns: [],
    cycles: result.cycles,
    isWhole: false,
    progress: toProgress(runs, result.tally, settings.maxGapSeconds),
  };
}

const FIRST: SampleIdentity = { timeUs: Number.NEGATIVE_INFINITY, record: 0 };

/**
 * Counts a test again whose stored samples changed between two identities, then goes on with newer ones.
 *
 * Samples are read only of the runs that the change can touch: from the run that begins before it to the first that begins after it.
 * Cycles are counted again over all runs, because a number or a threshold may change any of them.
 * @param changed null when no stored sample changed, but settings or thresholds did
 */
export async function recountTest(
  scope: LabScope,
  tx: LabTransaction,
  state: TestState,
  args: { changed: { from: SampleIdentity; to: SampleIdentity } | null; newer: SampleColumns | null },
): Promise<CountedTest | null> {
  const { testId, settings } = state;
  const stored = await listRuns(scope, tx, { testId });
  let runs = stored.map(({ run }) => run);
  if (state.last !== null) {
    // The newer samples may be stored already: nothing past the last one before them is read.
    if (state.progress?.maxGapSeconds !== settings.maxGapSeconds) {
      runs = await splitStoredSamples(scope, tx, state, FIRST, state.last);
    } else if (args.changed) {
      runs = await replaceRuns(scope, tx, state, runs, { ...args.changed, last: state.last });
    }
  }
  if (args.newer) {
    const grown = splitIntoRuns(args.newer, runs.at(-1) ?? null, settings.maxGapSeconds);
    runs = [...runs.slice(0, -1), ...grown];
  }
  const result = tallyRuns(runs, settings);
  if (!result) return null;
  const counted = runs.map((run, index) => ({ run, cycle: result.runCycles[index] as number }));
  return {
    state,
    ...differences(stored, counted),
    cycles: result.cycles,
    isWhole: true,
    progress: toProgress(runs, result.tally, settings.maxGapSeconds),
  };
}

function toProgress(runs: readonly Run[], tally: TestTally, maxGapSeconds: number | null): TestProgress {
  const openRun = runs.at(-1);
  if (!openRun) throw new RangeError("a test without runs has no progress");
  return { shape: PROGRESS_SHAPE, openRun, tally, maxGapSeconds };
}

async function replaceRuns(
  scope: LabScope,
  tx: LabTransaction,
  state: TestState,
  runs: readonly Run[],
  changed: { from: SampleIdentity; to: SampleIdentity; last: SampleIdentity },
): Promise<Run[]> {
  // The run before joins in, for the changed sample may extend or cut it; so does the first run that begins after.
  const from = runs.findLastIndex((run) => isBefore(run, changed.from));
  const after = runs.findIndex((run) =>
    isBefore({ firstTimeUs: changed.to.timeUs, firstRecord: changed.to.record }, startOf(run)),
  );
  const fromRun = from === -1 ? null : runs[from];
  const afterRun = after === -1 ? null : runs[after];
  const split = await splitStoredSamples(
    scope,
    tx,
    state,
    fromRun ? startOf(fromRun) : FIRST,
    afterRun ? { timeUs: afterRun.lastTimeUs, record: afterRun.lastRecord } : changed.last,
  );
  return [...runs.slice(0, Math.max(from, 0)), ...split, ...(after === -1 ? [] : runs.slice(after + 1))];
}

const startOf = (run: Run): SampleIdentity => ({ timeUs: run.firstTimeUs, record: run.firstRecord });

function isBefore(run: Pick<Run, "firstTimeUs" | "firstRecord">, identity: SampleIdentity): boolean {
  return (
    run.firstTimeUs < identity.timeUs || (run.firstTimeUs === identity.timeUs && run.firstRecord < identity.record)
  );
}

const PAGE = 50_000;

/** Runs of the stored samples from one identity to another, read page by page. */
export async function splitStoredSamples(
  scope: LabScope,
  tx: LabTransaction,
  state: Pick<TestState, "testId" | "settings">,
  from: SampleIdentity,
  to: SampleIdentity,
): Promise<Run[]> {
  const runs: Run[] = [];
  let next = from;
  for (;;) {
    const page = await listSamplesBetween(scope, tx, { testId: state.testId, from: next, to, limit: PAGE });
    runs.push(...splitIntoRuns(page, runs.pop() ?? null, state.settings.maxGapSeconds));
    if (page.length < PAGE) return runs;
    next = { timeUs: page.timeUs[PAGE - 1] as number, record: (page.record[PAGE - 1] as number) + 1 };
  }
}

function differences(stored: readonly StoredRun[], counted: readonly StoredRun[]) {
  const before = new Map(stored.map((step) => [keyOf(step.run), step]));
  const changedRuns: StoredRun[] = [];
  for (const step of counted) {
    const old = before.get(keyOf(step.run));
    if (!old || old.cycle !== step.cycle || !isEqualRun(old.run, step.run)) changedRuns.push(step);
    before.delete(keyOf(step.run));
  }
  return { changedRuns, goneRuns: [...before.values()].map(({ run }) => run) };
}

const keyOf = (run: Run) => `${run.firstTimeUs}:${run.firstRecord}`;

function isEqualRun(left: Run, right: Run): boolean {
  return (Object.keys(left) as (keyof Run)[]).every((name) => left[name] === right[name]); // keys of a known type
}
