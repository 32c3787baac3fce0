import { z } from "zod";
import { requirePermission } from "../../auth/roles";
import { insertAudit } from "../../data/audit/audit-writes";
import { countGroupings, type Grouping } from "../../data/groupings/grouping-reads";
import { insertGrouping } from "../../data/groupings/grouping-writes";
import { groupingDefinition } from "../../domain/groups/input-groupings";
import { env } from "../../env";
import { AppError } from "../../errors";
import type { LabScope } from "../../lab-scope";
import { conflictOfNames } from "../cells/name-conflict";
import { changeConfiguration } from "../change-lab";
import { toStoredDefinition } from "./grouping-definition";
import { plainName } from "../../domain/cells/input-names";

const [byFields, byRules] = groupingDefinition.options;

export const groupingInput = z
  .union([
    z.strictObject({ name: plainName, ...byFields.shape }),
    z.strictObject({ name: plainName, ...byRules.shape }),
  ])
  .meta({ id: "GroupingInput" });

/** Adds a way to split the lab's cells into groups. Fields are named by name and stored by id, so that renaming one breaks nothing. */
export async function createGrouping(scope: LabScope, input: z.input<typeof groupingInput>): Promise<Grouping> {
  requirePermission(scope, "editGroupings");
  const { name, ...given } = groupingInput.parse(input);
  const definition = groupingDefinition.parse(given);
  const grouping = await changeConfiguration(scope, async (tx, change) => {
    change.isOfCells([]);
    const { LAB_MAX_GROUPINGS } = env();
    if ((await countGroupings(scope, tx)) >= LAB_MAX_GROUPINGS) {
      throw new AppError(
        "conflict",
        `This lab has ${LAB_MAX_GROUPINGS} groupings, as many as it may. Remove one first.`,
      );
    }
    const stored = await toStoredDefinition(scope, tx, definition);
    const { groupingId } = await insertGrouping(scope, tx, { name, definition: stored });
    await insertAudit(scope, tx, {
      action: "grouping.create",
      subject: name,
      before: null,
      after: { name, ...definition },
    });
    return { id: groupingId, name, definition, isDefault: false, styles: [] };
  }).catch(conflictOfNames(`This lab has a grouping "${name}" already.`));
  return grouping;
}
