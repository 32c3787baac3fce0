import type { LabScope } from "../../lab-scope";
import type { LabTransaction } from "../../data/in-lab";
import { insertAudit } from "../../data/audit/audit-writes";
import { deleteCurvesOfTests } from "../../data/series/curve-writes";
import { deleteOtherCycles, upsertCycles } from "../../data/series/cycle-writes";
import { raiseLabVersion } from "../../data/labs/lab-state-writes";
import { deleteRuns, upsertRuns } from "../../data/series/run-writes";
import { updateTestStates } from "../../data/series/test-state-writes";
import type { TestResults } from "./test-results";

/**
 * Writes what was counted, under the lab's next version, and answers that version.
 * @param receivedAt ISO time of the batch that brought samples, or null
 */
export async function writeResults(
  scope: LabScope,
  tx: LabTransaction,
  counted: readonly TestResults[],
  receivedAt: string | null,
): Promise<number> {
  for (const { state, removedRuns } of counted)
    await deleteRuns(scope, tx, { testId: state.testId, runs: removedRuns });
  const runs = counted.flatMap(({ state, changedRuns }) =>
    changedRuns.map((run) => ({ ...run, testId: state.testId })),
  );
  await upsertRuns(scope, tx, runs);
  const outdated = counted.filter(({ haveSamplesChanged }) => haveSamplesChanged);
  await deleteCurvesOfTests(scope, tx, { testIds: outdated.map(({ state }) => state.testId) });
  const reset = new Set<number>();
  for (const { state, remaining } of counted) {
    if (remaining === null) continue;
    const removed = await deleteOtherCycles(scope, tx, { testId: state.testId, keep: remaining });
    if (removed > 0) reset.add(state.testId);
  }
  // From here on the lab's other batches wait.
  const version = await raiseLabVersion(scope, tx, { receivedAt });
  const cycles = counted.flatMap(({ state, cycles }) =>
    cycles.map((cycle) => ({ ...cycle, cellId: state.cellId, testId: state.testId })),
  );
  await upsertCycles(scope, tx, { version, cycles });
  const states = counted.map(({ state, progress, formulaVersion, haveSamplesChanged }) => ({
    testId: state.testId,
    settingsVersion: state.settingsVersion,
    progress,
    formulaVersion,
    resetVersion: reset.has(state.testId) ? version : null,
    samplesVersion: haveSamplesChanged ? version : null,
  }));
  await updateTestStates(scope, tx, states);
  for (const test of counted) if (isOfNewSettings(test)) await insertAudit(scope, tx, toAudit(test));
  return version;
}

/** Whether cycles that were there are others now because somebody changed a setting, be it by a job of its own or by a batch that came first. */
const isOfNewSettings = ({ state }: TestResults) => state.isStale && state.last !== null;

/** What was detected again, and by which settings: who changed those stands in an entry before. */
const toAudit = ({ state: { cell, test, settings }, cycles }: TestResults) => ({
  action: "cell.recompute",
  subject: cell,
  before: null,
  after: { test, settings, cycles: cycles.length },
});
