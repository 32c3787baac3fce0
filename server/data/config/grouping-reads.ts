import { z } from "zod";
import { type GroupingDefinition, groupingDefinition, ruleCondition } from "../../domain/groupings";
import { AppError } from "../../errors";
import type { LabScope } from "../../lab-scope";
import type { ConfigTransaction } from "./in-lab-config";
import { listMetadataFields } from "./metadata-field-reads";

export type Grouping = { id: number; name: string; definition: GroupingDefinition };

/** As it is stored: fields by id. */
const conditionById = ruleCondition.extend({ field: z.int() });
const storedDefinition = z.union([
  z.object({ by: z.array(z.int()) }),
  z.object({ rules: z.array(z.object({ name: z.string(), where: z.array(conditionById) })) }),
]);
export type StoredDefinition = z.infer<typeof storedDefinition>;

/** The lab's groupings, fields by name, in the order in which they are shown. */
export async function listGroupings(scope: LabScope, tx: ConfigTransaction): Promise<Grouping[]> {
  const rows = await tx.grouping.findMany({
    where: { labId: scope.labId },
    select: { groupingId: true, name: true, definition: true },
    orderBy: [{ position: "asc" }, { groupingId: "asc" }],
  });
  const nameOf = await fieldNames(scope, tx);
  return rows.map((row) => toGrouping(row, nameOf));
}

/** @throws AppError `not_found` when this lab has no such grouping */
export async function getGrouping(scope: LabScope, tx: ConfigTransaction, groupingId: number): Promise<Grouping> {
  const row = await tx.grouping.findFirst({
    where: { labId: scope.labId, groupingId },
    select: { groupingId: true, name: true, definition: true },
  });
  if (!row) throw new AppError("not_found", `There is no grouping ${groupingId} in this lab.`);
  return toGrouping(row, await fieldNames(scope, tx));
}

async function fieldNames(scope: LabScope, tx: ConfigTransaction): Promise<(id: number) => string> {
  const names = new Map((await listMetadataFields(scope, tx)).map((field) => [field.metadataFieldId, field.name]));
  return (id) => names.get(id) ?? `(deleted field ${id})`; // no cell has it, so its cells are unassigned
}

function toGrouping(
  row: { groupingId: number; name: string; definition: unknown },
  nameOf: (id: number) => string,
): Grouping {
  const stored = storedDefinition.parse(row.definition);
  const definition: z.input<typeof groupingDefinition> =
    "by" in stored
      ? { by: stored.by.map(nameOf) }
      : {
          rules: stored.rules.map(({ name, where }) => ({
            name,
            where: where.map((condition) => ({ ...condition, field: nameOf(condition.field) })),
          })),
        };
  return { id: row.groupingId, name: row.name, definition: groupingDefinition.parse(definition) };
}
