import type { PreviousSample } from "../../domain/cycles/current-shape";
import { type Run, splitIntoRuns } from "../../domain/cycles/runs";
import { identityAt } from "../../domain/samples/merge-samples";
import { compareIdentity, floatAt, intAt, type SampleColumns } from "../../domain/samples/sample-columns";
import type { LabTransaction } from "../../data/in-lab";
import { listSamplesBetween, type SampleIdentity } from "../../data/series/sample-reads";
import type { TestState } from "../../data/series/test-state-writes";
import type { LabScope } from "../../lab-scope";

/**
 * The runs of a test with those computed anew from stored samples that changed ones can touch.
 * @param runs those whose samples are kept
 * @param args.previous the run before them, whose samples are not
 * @param args.last the last sample that is to be read
 */
export async function replaceRuns(
  scope: LabScope,
  tx: LabTransaction,
  state: TestState,
  runs: readonly Run[],
  args: { changed: SampleColumns; last: SampleIdentity; previous: Run | null },
): Promise<Run[]> {
  let replaced = [...runs];
  // From the end, so that the indexes of the spans before hold.
  for (const { from, to } of touchedSpans(runs, args.changed).reverse()) {
    const [fromRun, toRun] = [runs[from], runs[to]];
    const split = await splitStoredSamples(scope, tx, state, {
      from: fromRun ? startOf(fromRun) : firstStored(state, runs, args.changed),
      to: toRun ? endOf(toRun) : args.last,
      previous: runs[from - 1] ?? args.previous,
    });
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

export const startOf = (run: Run): SampleIdentity => ({ timeUs: run.firstTimeUs, record: run.firstRecord });
export const endOf = (run: Run): SampleIdentity => ({ timeUs: run.lastTimeUs, record: run.lastRecord });

/**
 * Where the samples that are kept begin, as far as is known: a query from the beginning of time on opens every week that anybody has
 * samples of.
 * @param runs those whose samples are kept
 * @param changed samples that changed, which may lie before them
 */
export function firstStored(
  { keptFromUs, progress }: TestState,
  runs: readonly Run[],
  changed: SampleColumns | null,
): SampleIdentity {
  const kept = { timeUs: keptFromUs ?? Number.NEGATIVE_INFINITY, record: 0 };
  const [first] = runs;
  if (progress === null || !first) return kept; // nothing that was stored is believed
  const places = [startOf(first), ...(changed && changed.length > 0 ? [identityAt(changed, 0)] : [])];
  const earliest = places.reduce((left, right) => (compareIdentity(right, left) < 0 ? right : left));
  return compareIdentity(earliest, kept) < 0 ? kept : earliest;
}

const PAGE = 50_000;

/**
 * Runs of the stored samples from one identity to another, read page by page.
 * @param args.previous where the test's samples before these end; null when it begins with them
 */
export async function splitStoredSamples(
  scope: LabScope,
  tx: LabTransaction,
  state: Pick<TestState, "testId" | "settings">,
  { from, to, previous }: { from: SampleIdentity; to: SampleIdentity; previous: PreviousSample | null },
): Promise<Run[]> {
  const { maxGapSeconds } = state.settings;
  const runs: Run[] = [];
  let next = from;
  for (;;) {
    const page = await listSamplesBetween(scope, tx, { testId: state.testId, from: next, to, limit: PAGE });
    for (const run of splitIntoRuns(page, runs.pop() ?? null, maxGapSeconds, previous)) runs.push(run);
    if (page.length < PAGE) return runs;
    next = { timeUs: floatAt(page.timeUs, PAGE - 1), record: intAt(page.record, PAGE - 1) + 1 };
  }
}
