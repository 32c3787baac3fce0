import { z } from "zod";
import { requirePermission } from "../../auth/roles";
import { deleteCell, deleteTests, insertTombstone } from "../../data/deletion/removal-writes";
import { drawSeq } from "../../jobs/accept-batch";
import { requestSampleRemoval } from "../../jobs/contracts/sample-removal-job";
import type { LabScope } from "../../lab-scope";
import { logger } from "../../logger";
import { changeWholeCells, describeCell } from "./change-whole-cells";
import { knownCellName } from "../../domain/cells/input-names";

export const cellRemoval = z.strictObject({ cell: knownCellName });

/**
 * Deletes a cell with its tests and everything measured. Batches accepted before end without effect; a later one makes the cell anew. Its
 * samples are out of sight at once, and a job deletes them.
 */
export async function removeCell(
  scope: LabScope,
  input: z.input<typeof cellRemoval>,
): Promise<{ cell: string; tests: number }> {
  requirePermission(scope, "deleteData");
  const { cell } = cellRemoval.parse(input);
  const before = await describeCell(scope, cell);
  const testIds = await changeWholeCells(scope, { names: [cell] }, async (tx, [found]) => {
    if (!found) throw new RangeError("the cell was locked");
    const ids = found.tests.map(({ testId }) => testId);
    // Drawn under the locks: what was accepted by now is older, what comes next is newer.
    await insertTombstone(scope, tx, { cell, test: null, seq: await drawSeq(scope), range: null });
    await deleteTests(scope, tx, { testIds: ids });
    await deleteCell(scope, tx, { cellId: found.cellId });
    return { result: ids, audit: { action: "cell.delete", subject: cell, before, after: null } };
  });
  await askForRemoval(scope, testIds);
  return { cell, tests: testIds.length };
}

/** Should the request be lost, the samples take up room and nothing else. */
export async function askForRemoval(scope: LabScope, testIds: readonly number[]): Promise<void> {
  await requestSampleRemoval(scope, { testIds }).catch((error) =>
    logger.warn({ error, labId: scope.labId, testIds }, "samples of deleted tests stay until they are removed by hand"),
  );
}
