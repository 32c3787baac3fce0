import type { StoredDefinition } from "../../data/groupings/grouping-reads";
import type { ConfigTransaction } from "../../data/in-lab-config";
import { listMetadataFields } from "../../data/cells/metadata-field-reads";
import type { GroupingDefinition } from "../../domain/groups/input-groupings";
import { env } from "../../env";
import { AppError, type InputProblem } from "../../errors";
import type { LabScope } from "../../lab-scope";

/** Each value is compared with each cell. @throws AppError `invalid_input` */
function refuseManyRules(definition: GroupingDefinition): void {
  if (!("rules" in definition)) return;
  const { GROUPING_MAX_RULES, GROUPING_MAX_VALUES } = env();
  const { rules } = definition;
  const values = rules.flatMap(({ where }) => where.flatMap(({ value }) => value)).length;
  const message =
    rules.length > GROUPING_MAX_RULES
      ? `expected at most ${GROUPING_MAX_RULES} rules; these are ${rules.length}`
      : `expected at most ${GROUPING_MAX_VALUES} values in all rules together; these are ${values}`;
  if (rules.length <= GROUPING_MAX_RULES && values <= GROUPING_MAX_VALUES) return;
  const problems = [{ pointer: "/rules", message }];
  throw new AppError("invalid_input", "The grouping has more rules or values than it may; see errors.", { problems });
}

/**
 * A definition with its fields by id, so that renaming one breaks nothing.
 * @throws AppError `invalid_input` naming those that the lab has not, or that there are too many rules
 */
export async function toStoredDefinition(
  scope: LabScope,
  tx: ConfigTransaction,
  definition: GroupingDefinition,
): Promise<StoredDefinition> {
  refuseManyRules(definition);
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
