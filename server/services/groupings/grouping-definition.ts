import type { StoredDefinition } from "../../data/groupings/grouping-reads";
import type { ConfigTransaction } from "../../data/in-lab-config";
import { listMetadataFields } from "../../data/cells/metadata-field-reads";
import type { GroupingDefinition } from "../../domain/groups/input-groupings";
import { AppError, type InputProblem } from "../../errors";
import type { LabScope } from "../../lab-scope";

/** A definition with its fields by id, so that renaming one breaks nothing. @throws AppError naming those that the lab has not */
export async function toStoredDefinition(
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
