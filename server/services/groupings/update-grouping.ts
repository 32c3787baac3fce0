import { z } from "zod";
import { requirePermission } from "../../auth/roles";
import { insertAudit } from "../../data/audit/audit-writes";
import { type Grouping, getGrouping } from "../../data/groupings/grouping-reads";
import { updateDefaultGrouping, updateGrouping as writeGrouping } from "../../data/groupings/grouping-writes";
import { groupingDefinition, groupStyles } from "../../domain/groups/input-groupings";
import { AppError } from "../../errors";
import { id } from "../../domain/cells/input-text";
import type { LabScope } from "../../lab-scope";
import { changeConfiguration } from "../change-lab";
import { conflictOfNames } from "../cells/name-conflict";
import { toStoredDefinition } from "./grouping-definition";
import { plainName } from "../../domain/cells/input-names";

export const groupingChanges = z.strictObject({
  groupingId: id,
  name: plainName.optional(),
  definition: groupingDefinition.optional(),
  styles: groupStyles.optional(),
  isDefault: z.boolean().optional(),
});

/** Renames a grouping, splits cells otherwise, orders and colours its groups, or makes it the one that is shown first. */
export async function updateGrouping(scope: LabScope, input: z.input<typeof groupingChanges>): Promise<Grouping> {
  requirePermission(scope, "editGroupings");
  const { groupingId, name, definition, styles, isDefault } = groupingChanges.parse(input);
  if (new Set(styles?.map(({ key }) => key)).size !== (styles?.length ?? 0)) {
    throw new AppError("invalid_input", "A group is named twice in the order of groups.");
  }
  const grouping = await changeConfiguration(scope, async (tx, change) => {
    change.isOfCells([]);
    const before = await getGrouping(scope, tx, groupingId);
    await writeGrouping(scope, tx, {
      groupingId,
      ...(name === undefined ? {} : { name }),
      ...(styles === undefined ? {} : { styles }),
      ...(definition === undefined ? {} : { definition: await toStoredDefinition(scope, tx, definition) }),
    });
    if (isDefault !== undefined && isDefault !== before.isDefault) {
      await updateDefaultGrouping(scope, tx, { groupingId: isDefault ? groupingId : null });
    }
    const after = await getGrouping(scope, tx, groupingId);
    await insertAudit(scope, tx, { action: "grouping.update", subject: before.name, before, after });
    return after;
  }).catch(conflictOfNames(`This lab has a grouping "${name}" already.`));
  return grouping;
}
