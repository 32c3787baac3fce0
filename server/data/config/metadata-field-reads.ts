import { z } from "zod";
import { FIELD_TYPES, type FieldType } from "../../domain/groupings";
import type { LabScope } from "../../lab-scope";
import type { ConfigTransaction } from "./in-lab-config";

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
