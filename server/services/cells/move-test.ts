import { z } from "zod";
import { requirePermission } from "../../auth/roles";
import { insertForward } from "../../data/deletion/removal-writes";
import { AppError } from "../../errors";
import { drawSeq } from "../../jobs/accept-batch";
import type { LabScope } from "../../lab-scope";
import { changeWholeCells } from "./change-whole-cells";
import { knownCellName, testName } from "../../domain/cells/input-names";
import { moveTests, refuseExcluded } from "./move-tests";
import { testOf } from "./remove-test";

export const testMove = z.strictObject({
  cell: knownCellName,
  test: testName,
  into: knownCellName,
  /** What it is called there; as before when left out. */
  newName: testName.optional(),
});

/** Moves a test to another cell, which it turned out to be of. Its cycles are counted by that cell's settings. */
export async function moveTest(
  scope: LabScope,
  input: z.input<typeof testMove>,
): Promise<{ cell: string; test: string }> {
  requirePermission(scope, "deleteData");
  const { cell, test, into, newName = test } = testMove.parse(input);
  if (cell === into) throw new AppError("invalid_input", "The test is of this cell already.");
  return changeWholeCells(scope, { names: [cell, into] }, async (tx, [from, to]) => {
    if (!from || !to) throw new RangeError("both cells were locked");
    await refuseExcluded(scope, tx, from);
    await moveTests(scope, tx, { into: to, tests: [{ testId: testOf(from, test).testId, test: newName }] });
    const seq = await drawSeq(scope);
    await insertForward(scope, tx, { cell, test, intoCell: into, intoTest: newName, seq });
    const audit = { action: "test.move", subject: cell, before: { cell, test }, after: { cell: into, test: newName } };
    return { result: { cell: into, test: newName }, audit };
  });
}
