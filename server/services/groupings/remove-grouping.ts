import { z } from "zod";
import { requirePermission } from "../../auth/roles";
import { insertAudit } from "../../data/audit/audit-writes";
import { getGrouping } from "../../data/groupings/grouping-reads";
import { deleteGrouping } from "../../data/groupings/grouping-writes";
import { id } from "../../domain/cells/input-text";
import type { LabScope } from "../../lab-scope";
import { changeConfiguration } from "../change-lab";

export const groupingRemoval = z.strictObject({ groupingId: id });

/** Removes a grouping. Cells and what is known of them stay. */
export async function removeGrouping(
  scope: LabScope,
  input: z.input<typeof groupingRemoval>,
): Promise<{ name: string }> {
  requirePermission(scope, "editGroupings");
  const { groupingId } = groupingRemoval.parse(input);
  const name = await changeConfiguration(scope, async (tx, change) => {
    change.isOfCells([]);
    const before = await getGrouping(scope, tx, groupingId);
    await deleteGrouping(scope, tx, { groupingId });
    await insertAudit(scope, tx, { action: "grouping.remove", subject: before.name, before, after: null });
    return before.name;
  });
  return { name };
}
