import type { FieldType } from "../../domain/groupings";
import type { LabScope } from "../../lab-scope";
import type { ConfigTransaction } from "./in-lab-config";

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
