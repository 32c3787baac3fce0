import { z } from "zod";
import { requirePermission } from "../../auth/roles";
import { deleteTests, insertTombstone, type LockedCell } from "../../data/deletion/removal-writes";
import { AppError } from "../../errors";
import { drawSeq } from "../../jobs/accept-batch";
import type { LabScope } from "../../lab-scope";
import { changeWholeCells, describeCell } from "./change-whole-cells";
import { knownCellName, testName } from "../../domain/cells/input-names";
import { askForRemoval } from "./remove-cell";

export const testRemoval = z.strictObject({ cell: knownCellName, test: testName });

/** Deletes one test of a cell with everything measured in it; the cell stays, with its other tests and what is known of it. */
export async function removeTest(
  scope: LabScope,
  input: z.input<typeof testRemoval>,
): Promise<{ cell: string; test: string }> {
  requirePermission(scope, "deleteData");
  const { cell, test } = testRemoval.parse(input);
  const { tests } = await describeCell(scope, cell);
  const before = tests.find(({ name }) => name === test) ?? null;
  const testId = await changeWholeCells(scope, { names: [cell] }, async (tx, [found]) => {
    const { testId: id } = testOf(found, test);
    await insertTombstone(scope, tx, { cell, test, seq: await drawSeq(scope), range: null });
    await deleteTests(scope, tx, { testIds: [id] });
    return { result: id, audit: { action: "test.delete", subject: cell, before, after: null } };
  });
  await askForRemoval(scope, [testId]);
  return { cell, test };
}

/** @throws AppError `not_found` when the cell has no such test */
export function testOf(cell: LockedCell | undefined, test: string): { testId: number; test: string } {
  const found = cell?.tests.find((one) => one.test === test);
  if (!found) throw new AppError("not_found", `The cell "${cell?.cell}" has no test "${test}".`);
  return found;
}
