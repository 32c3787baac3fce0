import { z } from "zod";
import { requirePermission } from "../../auth/roles";
import type { LabTransaction } from "../../data/in-lab";
import { deleteCell, insertForward } from "../../data/deletion/removal-writes";
import { AppError } from "../../errors";
import { drawSeq } from "../../jobs/accept-batch";
import type { LabScope } from "../../lab-scope";
import { changeWholeCells, describeCell } from "./change-whole-cells";
import { knownCellName, testName } from "../../domain/cells/input-names";
import { moveTests, refuseExcluded } from "./move-tests";

export const cellMerge = z.strictObject({
  /** The cell that will be no more. */
  cell: knownCellName,
  into: knownCellName,
  /** From the name of a test to what it is called in the other cell. */
  testNames: z.record(testName, testName).default({}),
});

/**
 * Makes one cell of two: the tests of the one go to the other, which keeps its own settings and metadata; the rest of the one goes, and is in
 * the audit. What was measured is kept, also of batches that wait: they follow.
 */
export async function mergeCells(
  scope: LabScope,
  input: z.input<typeof cellMerge>,
): Promise<{ cell: string; tests: number }> {
  requirePermission(scope, "deleteData");
  const { cell, into, testNames } = cellMerge.parse(input);
  if (cell === into) throw new AppError("invalid_input", "A cell cannot be merged with itself.");
  const before = await describeCell(scope, cell);
  return changeWholeCells(scope, { names: [cell, into] }, async (tx, [from, to]) => {
    if (!from || !to) throw new RangeError("both cells were locked");
    await refuseExcluded(scope, tx, from);
    const tests = from.tests.map(({ testId, test }) => ({ testId, test: testNames[test] ?? test }));
    await moveTests(scope, tx, { into: to, tests });
    await deleteCell(scope, tx, { cellId: from.cellId });
    await forwardTests(scope, tx, { cell, into, testNames });
    const after = { into, tests: tests.map(({ test }) => test) };
    const audit = { action: "cell.merge", subject: cell, before, after };
    return { result: { cell: into, tests: tests.length }, audit };
  });
}

/** First the tests that got another name, then all others: batches follow the first that means them. */
async function forwardTests(
  scope: LabScope,
  tx: LabTransaction,
  { cell, into, testNames }: z.output<typeof cellMerge>,
): Promise<void> {
  for (const [test, intoTest] of Object.entries(testNames)) {
    await insertForward(scope, tx, { cell, test, intoCell: into, intoTest, seq: await drawSeq(scope) });
  }
  await insertForward(scope, tx, { cell, test: null, intoCell: into, intoTest: null, seq: await drawSeq(scope) });
}
