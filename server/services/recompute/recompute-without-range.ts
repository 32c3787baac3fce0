import type { LabTransaction } from "../../data/in-lab";
import { raiseLabVersion } from "../../data/labs/lab-state-writes";
import { resetTest } from "../../data/deletion/removal-writes";
import type { TestState } from "../../data/series/test-state-writes";
import type { Run } from "../../domain/cycles/runs";
import { createSampleColumns, type SampleColumns } from "../../domain/samples/sample-columns";
import type { LabScope } from "../../lab-scope";
import { recomputeTest } from "./recompute-test";
import { writeResults } from "./write-results";

type Range = { fromUs: number; toUs: number };

/**
 * Recomputes a test from which the samples of a stretch of time were removed.
 * @param state as it was locked before the removal
 * @param args.runs that the test had
 * @returns the lab's version after it
 */
export async function recomputeWithoutRange(
  scope: LabScope,
  tx: LabTransaction,
  state: TestState,
  { runs, range }: { runs: readonly Run[]; range: Range },
): Promise<number> {
  const counted = await recomputeTest(scope, tx, state, { changed: touchedBy(range, runs), newer: null });
  if (counted) return writeResults(scope, tx, [counted], null);
  const version = await raiseLabVersion(scope, tx, { receivedAt: null });
  await resetTest(scope, tx, { testId: state.testId, version });
  return version;
}

/** Identities in whose place something changed: the ends of the range, and where each run began that lies in it. */
function touchedBy({ fromUs, toUs }: Range, runs: readonly Run[]): SampleColumns {
  const inside = runs.filter(({ firstTimeUs }) => firstTimeUs >= fromUs && firstTimeUs <= toUs);
  const places = [
    { timeUs: fromUs, record: 0 },
    ...inside.map(({ firstTimeUs, firstRecord }) => ({ timeUs: firstTimeUs, record: firstRecord })),
    { timeUs: toUs, record: LAST_RECORD },
  ];
  const columns = createSampleColumns(places.length);
  places.forEach((place, index) => {
    columns.timeUs[index] = place.timeUs;
    columns.record[index] = place.record;
  });
  return columns;
}

const LAST_RECORD = 2 ** 31 - 1;
