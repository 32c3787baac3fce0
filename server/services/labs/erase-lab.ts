import { inAccounts } from "../../data/accounts/auth-client";
import { isLabOpen } from "../../data/labs/lab-reads";
import { deleteMarkedLab } from "../../data/labs/lab-writes";
import { inLab } from "../../data/in-lab";
import {
  deleteBatchesBetween,
  deleteLabState,
  deleteSomeCells,
  deleteSomeImports,
  deleteSomeSamples,
  deleteTestWithoutSamples,
  findOldestBatchUs,
  listSomeTests,
  waitForWriters,
} from "../../data/deletion/deletion-writes";
import { AppError } from "../../errors";
import { forgetNames } from "../../jobs/draw-numbers";
import type { LabScope } from "../../lab-scope";

const SAMPLES_AT_ONCE = 20_000;
const CELLS_AT_ONCE = 100;
const TESTS_AT_ONCE = 100;
const IMPORTS_AT_ONCE = 5;
const LEDGER_STRETCH_US = 5 * 60e6;

/**
 * Removes everything of a lab that is marked as deleted, in small statements, each its own transaction: killed anywhere, it goes on from
 * there when it is called again. The lab's row goes last, so that it is known for as long as something is left.
 */
export async function eraseLab(scope: LabScope): Promise<void> {
  if (await isLabOpen({ labId: scope.labId })) throw new AppError("conflict", "This lab is not marked as deleted.");
  await inLab(scope, (tx) => waitForWriters(scope, tx));
  await repeatUntilNone(scope, (tx) => deleteSomeImports(scope, tx, { limit: IMPORTS_AT_ONCE }));
  await eraseTests(scope);
  await repeatUntilNone(scope, (tx) => deleteSomeCells(scope, tx, { limit: CELLS_AT_ONCE }));
  await eraseLedger(scope);
  await inLab(scope, (tx) => deleteLabState(scope, tx));
  await forgetNames(scope.labId);
  await inAccounts((tx) => deleteMarkedLab(scope, tx));
}

type Work<T> = Parameters<typeof inLab<T>>[1];

async function repeatUntilNone(scope: LabScope, work: Work<number>): Promise<void> {
  while ((await inLab(scope, work)) > 0);
}

async function eraseTests(scope: LabScope): Promise<void> {
  for (;;) {
    const testIds = await inLab(scope, (tx) => listSomeTests(scope, tx, { limit: TESTS_AT_ONCE }));
    if (testIds.length === 0) return;
    for (const testId of testIds) {
      const one = { testIds: [testId], limit: SAMPLES_AT_ONCE };
      await repeatUntilNone(scope, (tx) => deleteSomeSamples(scope, tx, one));
      await inLab(scope, (tx) => deleteTestWithoutSamples(scope, tx, { testId }));
    }
  }
}

/** Some minutes of the ledger at a time: it is in order of time, and has no index by lab. */
async function eraseLedger(scope: LabScope): Promise<void> {
  let fromUs = 0;
  for (;;) {
    const oldestUs = await inLab(scope, (tx) => findOldestBatchUs(scope, tx, { fromUs }));
    if (oldestUs === null) return;
    const toUs = oldestUs + LEDGER_STRETCH_US;
    await inLab(scope, (tx) => deleteBatchesBetween(scope, tx, { fromUs: oldestUs, toUs }));
    fromUs = toUs;
  }
}
