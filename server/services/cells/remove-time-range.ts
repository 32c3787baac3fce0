import { z } from "zod";
import { requirePermission } from "../../auth/roles";
import type { LabTransaction } from "../../data/in-lab";
import { deleteSamplesBetween, insertTombstone } from "../../data/deletion/removal-writes";
import { listRuns } from "../../data/series/run-reads";
import { lockTestStates, type TestState } from "../../data/series/test-state-writes";
import type { Run } from "../../domain/cycles/runs";
import { AppError } from "../../errors";
import { drawSeq } from "../../jobs/accept-batch";
import type { LabScope } from "../../lab-scope";
import { changeWholeCells } from "./change-whole-cells";
import { knownCellName, testName } from "../../domain/cells/input-names";
import { timeUs, toIsoTime } from "../../domain/samples/input-times";
import { recomputeWithoutRange } from "../recompute/recompute-without-range";
import { testOf } from "./remove-test";

export const timeRangeRemoval = z
  .strictObject({
    cell: knownCellName,
    /** One test; all of the cell's when left out. */
    test: testName.optional(),
    from: timeUs,
    to: timeUs,
  })
  .refine(({ from, to }) => from <= to, { path: ["to"], message: "the end lies before the beginning" });

/** Deletes what was measured of a cell from one time to another, both included, and counts its cycles again. */
export async function removeTimeRange(
  scope: LabScope,
  input: z.input<typeof timeRangeRemoval>,
): Promise<{ cell: string; samples: number }> {
  requirePermission(scope, "deleteData");
  const { cell, test, from: fromUs, to: toUs } = timeRangeRemoval.parse(input);
  const samples = await changeWholeCells(scope, { names: [cell] }, async (tx, [found]) => {
    const tests = test === undefined ? (found?.tests ?? []) : [testOf(found, test)];
    // Drawn under the locks, as for a whole cell: what waits in the queue by now brings nothing of the range back.
    const range = { fromUs, toUs };
    await insertTombstone(scope, tx, { cell, test: test ?? null, seq: await drawSeq(scope), range });
    let deleted = 0;
    const names = tests.map((one) => ({ cell, test: one.test }));
    for (const state of await lockTestStates(scope, tx, names)) {
      deleted += await removeFromTest(scope, tx, state, range);
    }
    const before = { test: test ?? null, from: toIsoTime(fromUs), to: toIsoTime(toUs), samples: deleted };
    return { result: deleted, audit: { action: "samples.delete", subject: cell, before, after: null } };
  });
  return { cell, samples };
}

type Range = { fromUs: number; toUs: number };

async function removeFromTest(scope: LabScope, tx: LabTransaction, state: TestState, range: Range): Promise<number> {
  const { testId } = state;
  const runs = (await listRuns(scope, tx, { testId })).map(({ run }) => run);
  refuseExpired(state, runs, range);
  const stored = withinRuns(range, runs);
  const deleted = await deleteSamplesBetween(scope, tx, { testId, ...stored });
  if (deleted > 0) await recomputeWithoutRange(scope, tx, state, { runs, range: stored });
  return deleted;
}

/** "All before May" opens every week that anybody has samples of; the test's own are enough. */
function withinRuns({ fromUs, toUs }: Range, runs: readonly Run[]): Range {
  const [first, last] = [runs[0], runs.at(-1)];
  if (!first || !last) return { fromUs, toUs };
  return { fromUs: Math.max(fromUs, first.firstTimeUs), toUs: Math.min(toUs, last.lastTimeUs) };
}

/** A run is cut by counting its samples again, which takes all of them. */
function refuseExpired({ keptFromUs, cell }: TestState, runs: readonly Run[], { fromUs, toUs }: Range): void {
  if (keptFromUs === null || fromUs >= keptFromUs) return;
  const isTouched = runs.some(
    (run) => run.firstTimeUs < keptFromUs && run.firstTimeUs <= toUs && run.lastTimeUs >= fromUs,
  );
  if (!isTouched) return;
  throw new AppError(
    "conflict",
    `Raw samples of "${cell}" are kept from ${toIsoTime(keptFromUs)} on, so nothing before that can be cut out. Choose a later beginning.`,
  );
}
