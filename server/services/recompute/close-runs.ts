import { closeRun, closeWithoutSamples, isClosedFor, samplesToClose } from "../../domain/cycles/close-run";
import { NOT_CLOSED, type Run } from "../../domain/cycles/runs";
import { largestCurrentA, restCurrentA } from "../../domain/cycles/shown-steps";
import { type CloseQuantities, FORMULA_VERSION } from "../../domain/cycles/stored-quantities";
import { type SampleColumns, sliceSamples } from "../../domain/samples/sample-columns";
import type { LabTransaction } from "../../data/in-lab";
import { listLastSamples } from "../../data/series/sample-reads";
import type { TestState } from "../../data/series/test-state-writes";
import type { LabScope } from "../../lab-scope";
import { endOf, startOf } from "./stored-runs";
import { isKept } from "./test-results";

/** Of the end of a run so many samples are read first; a constant-current charge needs a handful, a constant-voltage part a few hundred. */
const FIRST_SAMPLES = 256;
const MORE = 16;

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
  const atHand = samplesAtHand(runs, known.newer);
  const closed: Run[] = [];
  for (const [index, run] of runs.entries()) {
    const isOver = index < runs.length - 1 || (endedAtUs !== null && endedAtUs >= run.lastTimeUs);
    if (!isOver || run.formulaVersion < FORMULA_VERSION) closed.push(opened(run));
    else if (isClosedFor(run, settings.restBelowA) || !isKept(state, run)) closed.push(run);
    else {
      const found =
        closeWithoutSamples(run, settings) ?? (await closeFromSamples(scope, tx, state, run, settings, atHand(index)));
      closed.push({ ...run, ...found });
    }
  }
  return closed;
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

async function closeFromSamples(
  scope: LabScope,
  tx: LabTransaction,
  state: TestState,
  run: Run,
  settings: Parameters<typeof closeRun>[2],
  atHand: SampleColumns | null,
): Promise<CloseQuantities> {
  const found = atHand && closeRun(run, atHand, settings);
  if (found) return found;
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
