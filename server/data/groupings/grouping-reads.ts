import { z } from "zod";
import {
  type GroupingDefinition,
  type GroupStyleEntry,
  groupStyles,
  storedCondition,
  storedGrouping,
} from "../../domain/groups/input-groupings";
import { AppError } from "../../errors";
import type { LabScope } from "../../lab-scope";
import type { ConfigTransaction } from "../in-lab-config";
import { listMetadataFields } from "../cells/metadata-field-reads";

export type Grouping = {
  id: number;
  name: string;
  definition: GroupingDefinition;
  /** Shown where the page's address names none. */
  isDefault: boolean;
  /** Order and colours of its groups; others follow. */
  styles: GroupStyleEntry[];
};

/** As it is stored: fields by id. */
const conditionById = storedCondition.extend({ field: z.int() });
const storedDefinition = z.union([
  z.object({ by: z.array(z.int()) }),
  z.object({ rules: z.array(z.object({ name: z.string(), where: z.array(conditionById) })) }),
]);
export type StoredDefinition = z.infer<typeof storedDefinition>;

const COLUMNS = { groupingId: true, name: true, definition: true, isDefault: true, styles: true } as const;

/** The lab's groupings, fields by name, in the order in which they are shown. */
export async function listGroupings(scope: LabScope, tx: ConfigTransaction): Promise<Grouping[]> {
  const rows = await tx.grouping.findMany({
    where: { labId: scope.labId },
    select: COLUMNS,
    orderBy: [{ position: "asc" }, { groupingId: "asc" }],
  });
  const nameOf = await fieldNames(scope, tx);
  return rows.map((row) => toGrouping(row, nameOf));
}

export async function countGroupings(scope: LabScope, tx: ConfigTransaction): Promise<number> {
  return tx.grouping.count({ where: { labId: scope.labId } });
}

/** As they are stored: for what has to look into, or change, which fields they name. */
export async function listStoredGroupings(scope: LabScope, tx: ConfigTransaction) {
  const rows = await tx.grouping.findMany({ where: { labId: scope.labId }, select: COLUMNS });
  return rows.map((row) => ({
    id: row.groupingId,
    name: row.name,
    definition: storedDefinition.parse(row.definition),
    styles: groupStyles.parse(row.styles),
  }));
}

/** The ids of the fields that a grouping looks at. */
export function fieldsOfDefinition(definition: StoredDefinition): Set<number> {
  if ("by" in definition) return new Set(definition.by);
  return new Set(definition.rules.flatMap(({ where }) => where.map(({ field }) => field)));
}

/** @throws AppError `not_found` when this lab has no such grouping */
export async function getGrouping(scope: LabScope, tx: ConfigTransaction, groupingId: number): Promise<Grouping> {
  const row = await tx.grouping.findFirst({
    where: { labId: scope.labId, groupingId },
    select: COLUMNS,
  });
  if (!row) throw new AppError("not_found", `There is no grouping ${groupingId} in this lab.`);
  return toGrouping(row, await fieldNames(scope, tx));
}

async function fieldNames(scope: LabScope, tx: ConfigTransaction): Promise<(id: number) => string> {
  const names = new Map((await listMetadataFields(scope, tx)).map((field) => [field.metadataFieldId, field.name]));
  return (id) => names.get(id) ?? `(deleted field ${id})`; // no cell has it, so its cells are unassigned
}

function toGrouping(
  row: { groupingId: number; name: string; definition: unknown; isDefault: boolean; styles: unknown },
  nameOf: (id: number) => string,
): Grouping {
  const stored = storedDefinition.parse(row.definition);
  const definition: z.input<typeof storedGrouping> =
    "by" in stored
      ? { by: stored.by.map(nameOf) }
      : {
          rules: stored.rules.map(({ name, where }) => ({
            name,
            where: where.map((condition) => ({ ...condition, field: nameOf(condition.field) })),
          })),
        };
  return {
    id: row.groupingId,
    name: row.name,
    definition: storedGrouping.parse(definition),
    isDefault: row.isDefault,
    styles: groupStyles.parse(row.styles),
  };
}
