import { closeRun, closeWithoutSamples, isClosedFor, samplesToClose } from "../../domain/cycles/close-run";
import { NOT_CLOSED, type Run } from "../../domain/cycles/runs";
import { largestCurrentA, restCurrentA } from "../../domain/cycles/shown-steps";
import { type CloseQuantities, FORMULA_VERSION } from "../../domain/cycles/stored-quantities";
import { entryAt, type SampleColumns, sliceSamples } from "../../domain/samples/sample-columns";
import type { LabTransaction } from "../../data/in-lab";
import { listLastSamples, listSamplesBetween } from "../../data/series/sample-reads";
import type { TestState } from "../../data/series/test-state-writes";
import type { LabScope } from "../../lab-scope";
import { endOf, startOf } from "./stored-runs";
import { isKept } from "./test-results";

/** Of the end of a run so many samples are read first; a constant-current charge needs a handful, a constant-voltage part a few hundred. */
const FIRST_SAMPLES = 256;
const MORE = 16;
/** Of so many samples at most neighbouring short runs are read together. */
const MOST_TOGETHER = 4096;

type Known = {
  /** The samples at hand: the last ones of the runs. They are stored already. */
  newer: SampleColumns | null;
  /** Of all runs of the test, those before these too; A. */
  largestCurrentA: number;
};

/**
 * Computes what is computed of runs when they close, where that was not done or no longer holds under the test's rest threshold. The last
 * run closes when its test was declared ended. Samples are read from a run's end backwards, and only where the run itself does not tell.
 * @param runs neighbours, the last of the test among them
 */
export async function closeRuns(
  scope: LabScope,
  tx: LabTransaction,
  state: TestState,
  runs: readonly Run[],
  known: Known,
): Promise<Run[]> {
  const { nominalCapacityAh, maxGapSeconds, endedAtUs } = state.settings;
  const largestA = runs.reduce((largest, run) => Math.max(largest, largestCurrentA(run)), known.largestCurrentA);
  const settings = { restBelowA: restCurrentA(nominalCapacityAh, largestA), maxGapSeconds };
  const closed = runs.map((run, index) => {
    const isOver = index < runs.length - 1 || (endedAtUs ?? Number.NEGATIVE_INFINITY) >= run.lastTimeUs;
    if (!isOver || run.formulaVersion < FORMULA_VERSION) return opened(run);
    if (isClosedFor(run, settings.restBelowA) || !isKept(state, run)) return run;
    const found = closeWithoutSamples(run, settings);
    return found && { ...run, ...found };
  });
  const atHand = samplesAtHand(runs, known.newer);
  const pending = closed.flatMap((done, index) => {
    const run = runs[index];
    if (done !== null || !run) return [];
    const samples = atHand(index);
    const found = samples && closeRun(run, samples, settings);
    if (!found) return [index];
    closed[index] = { ...run, ...found };
    return [];
  });
  for (const group of together(runs, pending)) {
    for (const [index, quantities] of await closeGroup(scope, tx, state, runs, { group, settings })) {
      const run = runs[index];
      if (run) closed[index] = { ...run, ...quantities };
    }
  }
  return closed.map((run, index) => run ?? entryAt(runs, index));
}

const opened = (run: Run): Run => (run.closedUpToA === null ? run : { ...run, ...NOT_CLOSED });

/** What is at hand of the samples of each run: its last ones, or none. */
function samplesAtHand(runs: readonly Run[], newer: SampleColumns | null): (index: number) => SampleColumns | null {
  const ends: number[] = [];
  let end = newer?.length ?? 0;
  for (let index = runs.length - 1; index >= 0 && end > 0; index--) {
    ends[index] = end;
    end -= runs[index]?.sampleCount ?? 0;
  }
  return (index) => {
    const [to, run] = [ends[index], runs[index]];
    return newer && run && to !== undefined ? sliceSamples(newer, Math.max(to - run.sampleCount, 0), to) : null;
  };
}

/** Runs that are read together: noise around zero makes thousands of one or two samples. */
function together(runs: readonly Run[], pending: readonly number[]): number[][] {
  const groups: number[][] = [];
  let [wanted, spanned, next] = [0, 0, 0];
  for (const index of pending) {
    const count = runs[index]?.sampleCount ?? 0;
    const between = samplesOf(runs.slice(next, index));
    const isNear = spanned + between + count <= Math.min(MOST_TOGETHER, 2 * (wanted + count));
    const open = groups.at(-1);
    if (open && isNear && count <= FIRST_SAMPLES) {
      open.push(index);
      [wanted, spanned] = [wanted + count, spanned + between + count];
    } else {
      groups.push([index]);
      [wanted, spanned] = [count, count];
    }
    next = index + 1;
  }
  return groups;
}

const samplesOf = (runs: readonly Run[]) => runs.reduce((sum, { sampleCount }) => sum + sampleCount, 0);

type Closing = { group: readonly number[]; settings: Parameters<typeof closeRun>[2] };

async function closeGroup(
  scope: LabScope,
  tx: LabTransaction,
  state: TestState,
  runs: readonly Run[],
  { group, settings }: Closing,
): Promise<Map<number, CloseQuantities>> {
  const first = Math.min(...group);
  const span = runs.slice(first, Math.max(...group) + 1);
  const [firstRun, lastRun] = [span[0], span.at(-1)];
  if (!firstRun || !lastRun) return new Map();
  if (span.length === 1) return new Map([[first, await closeFromSamples(scope, tx, state, firstRun, settings)]]);
  const range = { testId: state.testId, from: startOf(firstRun), to: endOf(lastRun) };
  const samples = await listSamplesBetween(scope, tx, range);
  if (samples.length !== samplesOf(span)) return new Map(); // what was removed by hand closes nothing
  const found = new Map<number, CloseQuantities>();
  const wanted = new Set(group);
  let from = 0;
  for (const [at, run] of span.entries()) {
    const own = sliceSamples(samples, from, from + run.sampleCount);
    from += run.sampleCount;
    if (wanted.has(first + at)) found.set(first + at, closeRun(run, own, settings) ?? NOT_CLOSED);
  }
  return found;
}

async function closeFromSamples(
  scope: LabScope,
  tx: LabTransaction,
  state: TestState,
  run: Run,
  settings: Closing["settings"],
): Promise<CloseQuantities> {
  const range = { testId: state.testId, from: startOf(run), to: endOf(run) };
  for (let limit = samplesToClose(run, FIRST_SAMPLES); ; limit *= MORE) {
    const samples = await listLastSamples(scope, tx, { ...range, limit });
    const closed = closeRun(run, samples, settings);
    if (closed) return closed;
    // The samples of a run are kept as long as it is.
    if (samples.length >= run.sampleCount) throw new RangeError("a run with all its samples cannot be closed");
    if (samples.length < limit) return NOT_CLOSED;
  }
}
