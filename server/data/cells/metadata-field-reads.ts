import { z } from "zod";
import { FIELD_TYPES, type FieldType } from "../../domain/groups/groupings";
import { AppError } from "../../errors";
import type { LabScope } from "../../lab-scope";
import type { ConfigTransaction } from "../in-lab-config";

export type MetadataField = {
  metadataFieldId: number;
  name: string;
  type: FieldType;
  /** Of numbers only. */
  unit: string | null;
  /** Of a choice; empty for other types. */
  options: string[];
};

const fieldType = z.enum(FIELD_TYPES);

/** The lab's fields in the order in which they are shown. */
export async function listMetadataFields(scope: LabScope, tx: ConfigTransaction): Promise<MetadataField[]> {
  const fields = await tx.metadataField.findMany({
    where: { labId: scope.labId },
    select: { metadataFieldId: true, name: true, type: true, unit: true, options: true },
    orderBy: [{ position: "asc" }, { metadataFieldId: "asc" }],
  });
  return fields.map((field) => ({ ...field, type: fieldType.parse(field.type) }));
}

/** @throws AppError `not_found` when this lab has no such field */
export async function getMetadataField(
  scope: LabScope,
  tx: ConfigTransaction,
  args: { metadataFieldId: number },
): Promise<MetadataField> {
  const found = (await listMetadataFields(scope, tx)).find((field) => field.metadataFieldId === args.metadataFieldId);
  if (!found) throw new AppError("not_found", "There is no such metadata field in this lab any more.");
  return found;
}

const countRow = z.object({ metadataFieldId: z.int(), count: z.int() });

/** How many cells have a value in each field, by the field's id; a field without any is left out. */
export async function countFieldValues(scope: LabScope, tx: ConfigTransaction): Promise<Map<number, number>> {
  const rows = await tx.$queryRaw`
    SELECT metadata_field_id AS "metadataFieldId", count(*)::integer AS count FROM cell_metadata
    WHERE lab_id = ${scope.labId} AND value IS NOT NULL GROUP BY 1`;
  return new Map(
    z
      .array(countRow)
      .parse(rows)
      .map(({ metadataFieldId, count }) => [metadataFieldId, count]),
  );
}

const optionRow = z.object({ value: z.string(), count: z.int() });

/** How many cells have each value of a choice. */
export async function countOptionValues(
  scope: LabScope,
  tx: ConfigTransaction,
  args: { metadataFieldId: number },
): Promise<Map<string, number>> {
  const rows = await tx.$queryRaw`
    SELECT value #>> '{}' AS value, count(*)::integer AS count FROM cell_metadata
    WHERE lab_id = ${scope.labId} AND metadata_field_id = ${args.metadataFieldId} AND value IS NOT NULL GROUP BY 1`;
  return new Map(
    z
      .array(optionRow)
      .parse(rows)
      .map(({ value, count }) => [value, count]),
  );
}

const valueRow = z.object({ cellId: z.int(), value: z.string() });

/** What each cell has in a field, as text, by the cell's id; cells without a value are left out. */
export async function listFieldValues(
  scope: LabScope,
  tx: ConfigTransaction,
  args: { metadataFieldId: number },
): Promise<Map<number, string>> {
  const rows = await tx.$queryRaw`
    SELECT cell_id AS "cellId", value #>> '{}' AS value FROM cell_metadata
    WHERE lab_id = ${scope.labId} AND metadata_field_id = ${args.metadataFieldId} AND value #>> '{}' IS NOT NULL`;
  return new Map(
    z
      .array(valueRow)
      .parse(rows)
      .map(({ cellId, value }) => [cellId, value]),
  );
}
