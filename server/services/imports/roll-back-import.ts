import { deleteCellWarnings } from "../../data/cells/cell-writes";
import { inLab, type LabTransaction } from "../../data/in-lab";
import {
  countSamplesOfSeq,
  findImportReport,
  getImport,
  type ImportTest,
  listImportTests,
  listOpenImports,
  listReportsOfSameTests,
} from "../../data/imports/import-reads";
import { restoreTestEnds } from "../../data/imports/import-test-writes";
import {
  countRemoved,
  deleteSamplesOfSeq,
  endUndoing,
  restoreReplacedSamples,
} from "../../data/imports/import-undo-writes";
import { listRuns } from "../../data/series/run-reads";
import { lockTestStates, type TestState } from "../../data/series/test-state-writes";
import { toCellWarnings } from "../../domain/cells/import-report";
import { requestImport } from "../../jobs/contracts/import-job";
import { requestRecompute } from "../../jobs/contracts/recompute-job";
import type { LabScope } from "../../lab-scope";
import { logger } from "../../logger";
import { recomputeWithoutRange } from "../recompute/recompute-without-range";
import { removeEmptyTests } from "../cells/remove-empty-tests";
import { changeConfiguration, changeSeries } from "../change-lab";

/** One transaction takes so many samples away, so that nobody waits long for the test. */
const SAMPLES_AT_ONCE = 20_000;

type TakenBack = { importId: string; seq: number };
/** A test of the import that is there. */
type ThereTest = ImportTest & { testId: number };

/**
 * Rolls back some of what an import stored that is to be undone. It may be ended at any point and begun again, also by two at once.
 * @param args.pieces how many transactions' worth
 * @returns whether nothing is left to do
 */
export async function rollBackImport(scope: LabScope, args: { importId: string; pieces: number }): Promise<boolean> {
  const { importId } = args;
  const { status, seq } = await inLab(scope, (tx) => getImport(scope, tx, { importId }));
  if (status !== "undoing" || seq === null) return true;
  const cellIds = await inLab(scope, (tx) => restoreTestEnds(scope, tx, { importId }));
  await requestRecompute(scope, { cellIds }).catch((error) =>
    logger.warn({ error, labId: scope.labId }, "recomputation not requested; the next piece or upkeep does it"),
  );
  const tests = await inLab(scope, (tx) => listImportTests(scope, tx, { importIds: [importId] }));
  const there = tests.filter((test): test is ThereTest => test.testId !== null);
  let pieces = args.pieces;
  for (const test of there) {
    while (await takePiece(scope, { importId, seq }, test)) if (--pieces <= 0) return false;
  }
  await removeEmptyTests(scope, { importId, tests: there });
  return finish(scope, { importId, seq });
}

/** @returns whether there was a piece to take */
async function takePiece(scope: LabScope, { importId, seq }: TakenBack, test: ThereTest): Promise<boolean> {
  return changeSeries(scope, async (tx, change) => {
    change.isNothing(); // but for what is recomputed without the part
    const state = await lockTest(scope, tx, test);
    if (!state) return false;
    change.isOfCells([state.cellId]);
    const args = { importId, testId: state.testId, limit: SAMPLES_AT_ONCE };
    if (await restoreReplacedSamples(scope, tx, args)) return true;
    return removePiece(scope, tx, { importId, seq, state, test });
  });
}

/** Null when the test is gone, or is called otherwise than a moment ago: whoever looks at the end finds what is left of it. */
async function lockTest(
  scope: LabScope,
  tx: LabTransaction,
  { testId, cell, test }: ThereTest,
): Promise<TestState | null> {
  const [state] = await lockTestStates(scope, tx, [{ cell, test }]);
  return state?.testId === testId ? state : null;
}

async function removePiece(
  scope: LabScope,
  tx: LabTransaction,
  { importId, seq, state, test }: TakenBack & { state: TestState; test: ThereTest },
): Promise<boolean> {
  const { testId, keptFromUs } = state;
  // Runs whose samples are no longer kept stay as they were counted.
  const fromUs = Math.max(test.fromUs, keptFromUs ?? test.fromUs);
  const runs = (await listRuns(scope, tx, { testId })).map(({ run }) => run);
  const range = await deleteSamplesOfSeq(scope, tx, { testId, seq, fromUs, toUs: test.toUs, limit: SAMPLES_AT_ONCE });
  if (range === null) return false;
  await countRemoved(scope, tx, { importId, removed: range.deleted });
  await recomputeWithoutRange(scope, tx, state, { runs, range });
  return true;
}

/** Says that the import is undone, unless something of it has come to light meanwhile. */
async function finish(scope: LabScope, { importId, seq }: TakenBack): Promise<boolean> {
  await rollBackWarnings(scope, { importId });
  const isDone = await changeSeries(scope, async (tx, change) => {
    change.isNothing();
    const tests = await listImportTests(scope, tx, { importIds: [importId] });
    const states = await lockTestStates(scope, tx, tests); // who undoes another import and gives samples back to this one holds them, too
    for (const { testId, fromUs, toUs, keptFromUs } of tests) {
      if (testId === null) continue;
      if (!states.some((state) => state.testId === testId)) return false;
      const from = Math.max(fromUs, keptFromUs ?? fromUs);
      if ((await countSamplesOfSeq(scope, tx, { testId, seq, fromUs: from, toUs })) > 0) return false;
    }
    await endUndoing(scope, tx, { importId });
    change.isOfConfiguration();
    return true;
  });
  if (!isDone) return false;
  await requestOthers(scope);
  return true;
}

/** Those that no other file says of a cell, too. */
async function rollBackWarnings(scope: LabScope, { importId }: { importId: string }): Promise<void> {
  const { messages, names, beside } = await inLab(scope, async (tx) => {
    const { fileName } = await getImport(scope, tx, { importId });
    const report = await findImportReport(scope, tx, { importId });
    const tests = await listImportTests(scope, tx, { importIds: [importId] });
    const cells = [...new Set(tests.map(({ cell }) => cell))].sort();
    return {
      messages: report ? toCellWarnings(report, fileName) : [],
      names: cells,
      beside: await listReportsOfSameTests(scope, tx, { importId, cells }),
    };
  });
  if (messages.length === 0) return;
  await changeConfiguration(scope, async (tx) => {
    for (const name of names) {
      const said = new Set(
        beside.filter(({ cell }) => cell === name).flatMap(({ report, fileName }) => toCellWarnings(report, fileName)),
      );
      await deleteCellWarnings(scope, tx, { name, messages: messages.filter((message) => !said.has(message)) });
    }
  });
}

/** Imports that were undone before and got samples back that this one had confirmed. */
async function requestOthers(scope: LabScope): Promise<void> {
  for (const { labId, importId, status } of await listOpenImports()) {
    if (labId === scope.labId && status === "undoing") await requestImport(scope, { importId });
  }
}
