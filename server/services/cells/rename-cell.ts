import { z } from "zod";
import { requirePermission } from "../../auth/roles";
import { insertAudit } from "../../data/audit/audit-writes";
import { lockCell, updateCellName } from "../../data/cells/cell-writes";
import { insertForward, lockDeletions } from "../../data/deletion/removal-writes";
import { drawSeq } from "../../jobs/accept-batch";
import type { LabScope } from "../../lab-scope";
import { changeConfiguration } from "../change-lab";
import { conflictOfNames } from "./name-conflict";
import { cellName, knownCellName } from "../../domain/cells/input-names";

export const cellRename = z.strictObject({ cell: knownCellName, newName: cellName });

/** Gives a cell another name. What was accepted before follows it; who sends under the old one from now on makes a cell of that name anew. */
export async function renameCell(scope: LabScope, input: z.input<typeof cellRename>): Promise<{ name: string }> {
  requirePermission(scope, "editCells");
  const { cell, newName } = cellRename.parse(input);
  await changeConfiguration(scope, async (tx, change) => {
    await lockDeletions(scope, tx);
    const { cellId } = await lockCell(scope, tx, { name: cell });
    if (cell === newName) return change.isNothing();
    change.isOfCells([cellId]);
    await updateCellName(scope, tx, { cellId, name: newName });
    // Drawn under the locks: what was accepted by now is older, what comes next is newer.
    const seq = await drawSeq(scope);
    await insertForward(scope, tx, { cell, test: null, intoCell: newName, intoTest: null, seq });
    const [before, after] = [{ name: cell }, { name: newName }];
    await insertAudit(scope, tx, { action: "cell.rename", subject: cell, before, after });
  }).catch(conflictOfNames(`This lab has a cell "${newName}" already. To make one of the two, merge them.`));
  return { name: newName };
}
