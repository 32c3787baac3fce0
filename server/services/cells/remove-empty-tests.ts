import type { LabTransaction } from "../../data/in-lab";
import { inLab } from "../../data/in-lab";
import type { ImportTest } from "../../data/imports/import-reads";
import { deleteCell, deleteTests, type LockedCell } from "../../data/deletion/removal-writes";
import { lockTestStates } from "../../data/series/test-state-writes";
import { AppError } from "../../errors";
import type { LabScope } from "../../lab-scope";
import { changeWholeCells, describeCell } from "./change-whole-cells";
import { askForRemoval } from "./remove-cell";

/**
 * Removes tests that an import made and that hold nothing any more, and the cells that it made for them. No tombstone is left: batches that
 * wait make them anew.
 */
export async function removeEmptyTests(
  scope: LabScope,
  { importId, tests }: { importId: string; tests: readonly ImportTest[] },
): Promise<void> {
  const made = tests.filter(({ isNewTest }) => isNewTest);
  for (const [cell, ofCell] of Map.groupBy(made, ({ cell }) => cell)) {
    const hasEmpty = await inLab(scope, async (tx) => (await emptyTestsOf(scope, tx, ofCell)).length > 0);
    if (hasEmpty) await removeFromCell(scope, { importId, cell, tests: ofCell });
  }
}

async function removeFromCell(
  scope: LabScope,
  { importId, cell, tests }: { importId: string; cell: string; tests: readonly ImportTest[] },
): Promise<void> {
  const isGone = (cause: unknown) => cause instanceof AppError && cause.kind === "not_found";
  const described = await describeCell(scope, cell).catch((cause) => {
    if (isGone(cause)) return null;
    throw cause;
  });
  if (!described) return;
  const removed = await changeWholeCells(scope, { names: [cell] }, async (tx, [found]) => {
    if (!found) throw new RangeError("the cell was locked");
    const empty = await emptyTestsOf(scope, tx, tests);
    const testIds = found.tests.map(({ testId }) => testId).filter((testId) => empty.includes(testId));
    await deleteTests(scope, tx, { testIds });
    const isCellGone = isMadeAndEmpty(found, { testIds, tests });
    if (isCellGone) await deleteCell(scope, tx, { cellId: found.cellId });
    const names = found.tests.filter(({ testId }) => testIds.includes(testId)).map(({ test }) => test);
    const before = isCellGone ? { ...described, importId } : { tests: names, importId };
    const action = isCellGone ? "cell.delete" : "test.delete";
    return { result: testIds, audit: testIds.length === 0 ? null : { action, subject: cell, before, after: null } };
  });
  await askForRemoval(scope, removed); // of what zoom levels hold
}

function isMadeAndEmpty(
  found: LockedCell,
  { testIds, tests }: { testIds: readonly number[]; tests: readonly ImportTest[] },
): boolean {
  return testIds.length === found.tests.length && tests.some(({ isNewCell }) => isNewCell);
}

async function emptyTestsOf(scope: LabScope, tx: LabTransaction, tests: readonly ImportTest[]): Promise<number[]> {
  const states = await lockTestStates(scope, tx, tests);
  const requested = new Set(tests.map(({ testId }) => testId));
  return states.flatMap(({ testId, last }) => (last === null && requested.has(testId) ? [testId] : []));
}
