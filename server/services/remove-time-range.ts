import { z } from "zod";
import { requirePermission } from "../auth/roles";
import type { LabTransaction } from "../data/in-lab";
import { raiseLabVersion } from "../data/timeseries/lab-state-writes";
import { deleteSamplesBetween, resetTest } from "../data/timeseries/removal-writes";
import { listRuns } from "../data/timeseries/step-reads";
import { lockTestStates, type TestState } from "../data/timeseries/test-state-writes";
import { refreshLateZoomLevels } from "../data/timeseries/zoom-writes";
import type { Run } from "../domain/runs";
import { createSampleColumns, type SampleColumns } from "../domain/sample-columns";
import type { LabScope } from "../lab-scope";
import { changeWholeCells } from "./change-whole-cells";
import { recountTest } from "./count-test";
import { cellName, testName } from "./input-names";
import { timeUs, toIsoTime } from "./input-times";
import { testOf } from "./remove-test";
import { writeCounts } from "./write-counts";

export const timeRangeRemoval = z
  .strictObject({
    cell: cellName,
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
    let deleted = 0;
    const names = tests.map((one) => ({ cell, test: one.test }));
    for (const state of await lockTestStates(scope, tx, names)) {
      deleted += await removeFromTest(scope, tx, state, { fromUs, toUs });
    }
    const before = { test: test ?? null, from: toIsoTime(fromUs), to: toIsoTime(toUs), samples: deleted };
    return { result: deleted, audit: { action: "samples.delete", subject: cell, before, after: null } };
  });
  if (samples > 0) await refreshLateZoomLevels([{ fromUs, toUs }]);
  return { cell, samples };
}

type Range = { fromUs: number; toUs: number };

async function removeFromTest(scope: LabScope, tx: LabTransaction, state: TestState, range: Range): Promise<number> {
  const { testId } = state;
  const runs = (await listRuns(scope, tx, { testId })).map(({ run }) => run);
  const deleted = await deleteSamplesBetween(scope, tx, { testId, ...range });
  if (deleted === 0) return 0;
  const counted = await recountTest(scope, tx, state, { changed: touchedBy(range, runs), newer: null });
  if (counted) await writeCounts(scope, tx, [counted], null);
  else await resetTest(scope, tx, { testId, version: await raiseLabVersion(scope, tx, { receivedAt: null }) });
  return deleted;
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
