import { z } from "zod";
import { requirePermission } from "../auth/roles";
import { insertAudit } from "../data/config/audit-writes";
import type { Grouping, StoredDefinition } from "../data/config/grouping-reads";
import { insertGrouping } from "../data/config/grouping-writes";
import { type ConfigTransaction, inLabConfig } from "../data/config/in-lab-config";
import { listMetadataFields } from "../data/config/metadata-field-reads";
import { isUniqueViolation } from "../data/config/prisma-clients";
import { type GroupingDefinition, groupingDefinition } from "../domain/groupings";
import { AppError, type InputProblem } from "../errors";
import type { LabScope } from "../lab-scope";
import { announceConfigChange } from "./announce-config-change";
import { plainName } from "./input-names";

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
  const grouping = await inLabConfig(scope, async (tx) => {
    const stored = await toStored(scope, tx, definition);
    const { groupingId } = await insertGrouping(scope, tx, { name, definition: stored });
    await insertAudit(scope, tx, {
      action: "grouping.create",
      subject: name,
      before: null,
      after: { name, ...definition },
    });
    return { id: groupingId, name, definition };
  }).catch((cause) => {
    if (!isUniqueViolation(cause)) throw cause;
    throw new AppError("conflict", `This lab has a grouping "${name}" already.`, { cause });
  });
  await announceConfigChange(scope);
  return grouping;
}

async function toStored(
  scope: LabScope,
  tx: ConfigTransaction,
  definition: GroupingDefinition,
): Promise<StoredDefinition> {
  const idOf = new Map((await listMetadataFields(scope, tx)).map((field) => [field.name, field.metadataFieldId]));
  const problems: InputProblem[] = [];
  const find = (field: string, pointer: string) => {
    const id = idOf.get(field);
    if (id === undefined) problems.push({ pointer, message: `this lab has no metadata field "${field}"` });
    return id ?? 0;
  };
  const stored: StoredDefinition =
    "by" in definition
      ? { by: definition.by.map((field, index) => find(field, `/by/${index}`)) }
      : {
          rules: definition.rules.map(({ name, where }, rule) => ({
            name,
            where: where.map((condition, index) => ({
              ...condition,
              field: find(condition.field, `/rules/${rule}/where/${index}/field`),
            })),
          })),
        };
  if (problems.length > 0) throw new AppError("invalid_input", "The grouping names unknown fields.", { problems });
  return stored;
}
