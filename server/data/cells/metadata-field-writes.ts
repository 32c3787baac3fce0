import type { FieldType } from "../../domain/groups/groupings";
import type { LabScope } from "../../lab-scope";
import type { ConfigTransaction } from "../in-lab-config";

/** Adds a field behind the others. @throws unique violation when the lab has one of that name */
export async function insertMetadataField(
  scope: LabScope,
  tx: ConfigTransaction,
  field: { name: string; type: FieldType; unit: string | null; options: string[] | null },
): Promise<{ metadataFieldId: number }> {
  const { options, ...rest } = field;
  const position = await tx.metadataField.count({ where: { labId: scope.labId } });
  return tx.metadataField.create({
    data: { ...rest, labId: scope.labId, position, ...(options ? { options } : {}) },
    select: { metadataFieldId: true },
  });
}

/** Adds text fields of these names where the lab has none yet. Several may do so at once. @returns how many were new */
export async function insertMissingTextFields(
  scope: LabScope,
  tx: ConfigTransaction,
  names: readonly string[],
): Promise<number> {
  const position = await tx.metadataField.count({ where: { labId: scope.labId } });
  const inOrder = [...names].sort(); // two of us wait for each other, never in a circle
  const { count } = await tx.metadataField.createMany({
    data: inOrder.map((name, index) => ({ labId: scope.labId, name, type: "text", position: position + index })),
    skipDuplicates: true,
  });
  return count;
}

/** Writes what is given of a field; its type stays. @throws unique violation when another field has that name */
export async function updateMetadataField(
  scope: LabScope,
  tx: ConfigTransaction,
  args: { metadataFieldId: number; name?: string; unit?: string | null; options?: string[] },
): Promise<void> {
  const { metadataFieldId, ...data } = args;
  await tx.metadataField.updateMany({ where: { labId: scope.labId, metadataFieldId }, data });
}

/** Gives fields the order of `metadataFieldIds`. */
export async function updateFieldOrder(
  scope: LabScope,
  tx: ConfigTransaction,
  metadataFieldIds: readonly number[],
): Promise<void> {
  await tx.$executeRaw`
    UPDATE metadata_fields f SET position = asked.position
    FROM unnest(${[...metadataFieldIds]}::integer[]) WITH ORDINALITY AS asked (metadata_field_id, position)
    WHERE f.lab_id = ${scope.labId} AND f.metadata_field_id = asked.metadata_field_id`;
}

/** Puts another text in the place of one, in every cell that has it. */
export async function replaceFieldValue(
  scope: LabScope,
  tx: ConfigTransaction,
  args: { metadataFieldId: number; from: string; to: string },
): Promise<void> {
  await tx.$executeRaw`
    UPDATE cell_metadata SET value = to_jsonb(${args.to}::text)
    WHERE lab_id = ${scope.labId} AND metadata_field_id = ${args.metadataFieldId}
      AND value = to_jsonb(${args.from}::text)`;
}

/** Removes a field with its values. */
export async function deleteMetadataField(
  scope: LabScope,
  tx: ConfigTransaction,
  args: { metadataFieldId: number },
): Promise<void> {
  await tx.metadataField.deleteMany({ where: { labId: scope.labId, ...args } });
}
