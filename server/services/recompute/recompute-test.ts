import { identityAt } from "../../domain/samples/merge-samples";
import { compareIdentity, type SampleColumns } from "../../domain/samples/sample-columns";
import { type Run, splitIntoRuns, type StoredRun } from "../../domain/cycles/runs";
import type { CycleSettings, TalliedCycle } from "../../domain/cycles/cycle-rules";
import { extendTally, type TestTally, tallyRuns } from "../../domain/cycles/test-tally";
import type { LabScope } from "../../lab-scope";
import type { LabTransaction } from "../../data/in-lab";
import { listSamplesBetween, type SampleIdentity } from "../../data/series/sample-reads";
import { listRuns } from "../../data/series/run-reads";
import { PROGRESS_SHAPE, type TestProgress, type TestState } from "../../data/series/test-state-writes";

/** What counting a test came to, before it is written. */
export type TestResults = {
  state: TestState;
  changedRuns: StoredRun[];
  removedRuns: Run[];
  /** Those that may have changed. */
  cycles: TalliedCycle[];
  /** The numbers of all cycles, where some that are stored may be no more. */
  remaining: number[] | null;
  progress: TestProgress;
};

/**
 * Counts samples that lie after all before: their cost does not depend on how long the test or its cycle is.
 * @returns null when they change what older runs mean, and `recomputeTest` is asked for
 */
export function appendSamples(state: TestState, newer: SampleColumns): TestResults | null {
  const { progress, settings } = state;
  if (state.isStale || (progress === null && state.last !== null)) return null;
  const runs = extendOpenRun(state, progress?.openRun ?? null, newer);
  const result = progress === null ? tallyRuns(runs, settings) : extendTally(progress.tally, runs, settings);
  if (!result) return null;
  return {
    state,
    changedRuns: runs.map((run, index) => ({ run, cycle: result.runCycles[index] as number })),
    removedRuns: [],
    cycles: result.cycles,
    remaining: null,
    progress: toProgress(runs, result.tally, settings.maxGapSeconds),
  };
}

/** The open run and those that follow it. One whose samples are no longer kept takes no more: it could not be counted again. */
function extendOpenRun(state: TestState, open: Run | null, newer: SampleColumns): Run[] {
  const { maxGapSeconds } = state.settings;
  if (open !== null && !isKept(state, open)) return [open, ...splitIntoRuns(newer, null, maxGapSeconds)];
  return splitIntoRuns(newer, open, maxGapSeconds);
}

const isKept = ({ keptFromUs }: TestState, run: Run) => keptFromUs === null || run.firstTimeUs >= keptFromUs;

const firstKept = ({ keptFromUs }: TestState): SampleIdentity => ({
  timeUs: keptFromUs ?? Number.NEGATIVE_INFINITY,
  record: 0,
});

/**
 * Counts a test again some of whose stored samples changed, then goes on with newer ones.
 *
 * Samples are read only of the runs that a change can touch: from the run that begins before it to the first that begins after it.
 * Cycles are counted again over all runs, because a number or a threshold may change any of them. Runs whose samples are no longer kept
 * stay as they were counted.
 * @param args.changed in order; null when no stored sample changed, but settings or thresholds did
 */
export async function recomputeTest(
  scope: LabScope,
  tx: LabTransaction,
  state: TestState,
  args: { changed: SampleColumns | null; newer: SampleColumns | null },
): Promise<TestResults | null> {
  const { testId, settings } = state;
  const stored = await listRuns(scope, tx, { testId });
  let runs = stored.map(({ run }) => run);
  if (state.last !== null) {
    const settled = runs.filter((run) => !isKept(state, run));
    const kept = runs.slice(settled.length);
    // The newer samples may be stored already: nothing past the last one before them is read.
    if (state.progress?.maxGapSeconds !== settings.maxGapSeconds) {
      runs = [...settled, ...(await splitStoredSamples(scope, tx, state, firstKept(state), state.last))];
    } else if (args.changed) {
      const changes = { changed: args.changed, last: state.last };
      runs = [...settled, ...(await replaceRuns(scope, tx, state, kept, changes))];
    }
  }
  if (args.newer) runs = [...runs.slice(0, -1), ...extendOpenRun(state, runs.at(-1) ?? null, args.newer)];
  const result = tallyRuns(runs, settings);
  if (!result) return null;
  const counted = runs.map((run, index) => ({ run, cycle: result.runCycles[index] as number }));
  return {
    state,
    ...differencesOfRuns(stored, counted),
    ...(trustsStoredCycles(state, args) ? differencesOfCycles(settings, stored, result.cycles) : whole(result.cycles)),
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
  args: { changed: SampleColumns; last: SampleIdentity },
): Promise<Run[]> {
  let replaced = [...runs];
  // From the end, so that the indexes of the spans before hold.
  for (const { from, to } of touchedSpans(runs, args.changed).reverse()) {
    const [fromRun, toRun] = [runs[from], runs[to]];
    const split = await splitStoredSamples(
      scope,
      tx,
      state,
      fromRun ? startOf(fromRun) : firstKept(state),
      toRun ? { timeUs: toRun.lastTimeUs, record: toRun.lastRecord } : args.last,
    );
    replaced = [...replaced.slice(0, Math.max(from, 0)), ...split, ...replaced.slice(to + 1)];
  }
  return replaced;
}

/** Indexes of runs, both included: −1 for what lies before the first, and one past the last for what lies after it. */
type Span = { from: number; to: number };

/**
 * The runs that changed samples can touch. The run before a sample joins in, for the sample may extend or cut it; so does the first run
 * that begins after it. Whether two neighbours share a run depends on these two alone, so nothing farther away changes.
 */
function touchedSpans(runs: readonly Run[], changed: SampleColumns): Span[] {
  const spans: Span[] = [];
  let to = 0;
  for (let index = 0; index < changed.length; index++) {
    const identity = identityAt(changed, index);
    for (let run = runs[to]; run && compareIdentity(startOf(run), identity) <= 0; run = runs[to]) to += 1;
    const run = runs[to - 1];
    const from = run && compareIdentity(startOf(run), identity) === 0 ? to - 2 : to - 1;
    const open = spans.at(-1);
    if (open && from <= open.to) open.to = to;
    else spans.push({ from, to });
  }
  return spans;
}

const startOf = (run: Run): SampleIdentity => ({ timeUs: run.firstTimeUs, record: run.firstRecord });

const PAGE = 50_000;

/** Runs of the stored samples from one identity to another, read page by page. */
async function splitStoredSamples(
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

function differencesOfRuns(stored: readonly StoredRun[], counted: readonly StoredRun[]) {
  const before = new Map(stored.map((step) => [keyOf(step.run), step]));
  const changedRuns: StoredRun[] = [];
  for (const step of counted) {
    const old = before.get(keyOf(step.run));
    if (!old || old.cycle !== step.cycle || !isEqual(old.run, step.run)) changedRuns.push(step);
    before.delete(keyOf(step.run));
  }
  return { changedRuns, removedRuns: [...before.values()].map(({ run }) => run) };
}

/** Whether the stored cycles are what the stored runs come to under these settings; else all are written again. */
const trustsStoredCycles = (
  { progress, isStale }: TestState,
  { changed, newer }: { changed: unknown; newer: unknown },
) => progress !== null && !isStale && (changed !== null || newer !== null);

const numbersOf = (cycles: readonly { cycle: number }[]) => [...new Set(cycles.map(({ cycle }) => cycle))];

const whole = (cycles: TalliedCycle[]) => ({ cycles, remaining: numbersOf(cycles) });

function differencesOfCycles(settings: CycleSettings, stored: readonly StoredRun[], counted: TalliedCycle[]) {
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
