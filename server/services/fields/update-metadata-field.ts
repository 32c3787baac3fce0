import { z } from "zod";
import { requirePermission } from "../../auth/roles";
import { insertAudit } from "../../data/audit/audit-writes";
import { listStoredGroupings } from "../../data/groupings/grouping-reads";
import { updateGrouping } from "../../data/groupings/grouping-writes";
import type { ConfigTransaction } from "../../data/in-lab-config";
import { countOptionValues, getMetadataField, type MetadataField } from "../../data/cells/metadata-field-reads";
import { replaceFieldValue, updateMetadataField as writeField } from "../../data/cells/metadata-field-writes";
import { AppError } from "../../errors";
import { id } from "../../domain/cells/input-text";
import type { LabScope } from "../../lab-scope";
import { changeConfiguration } from "../change-lab";
import { conflictOfNames } from "../cells/name-conflict";
import { fieldName, fieldOptions } from "./create-metadata-field";
import { plainName } from "../../domain/cells/input-names";
import { renameOptionInGrouping } from "./rename-option";

export const metadataFieldChanges = z.strictObject({
  metadataFieldId: id,
  name: fieldName.optional(),
  /** Null takes it away. */
  unit: plainName.nullable().optional(),
  /** All of them, in the order shown. */
  options: fieldOptions.optional(),
  /** From the old text of an option to its new one; cells and groupings follow. */
  renamedOptions: z.record(plainName, plainName).optional(),
});
type Changes = z.output<typeof metadataFieldChanges>;

/** Renames a field, changes its unit or the options of a choice. Groupings know fields by id, so a name breaks none. */
export async function updateMetadataField(
  scope: LabScope,
  input: z.input<typeof metadataFieldChanges>,
): Promise<MetadataField> {
  requirePermission(scope, "editFields");
  const changes = metadataFieldChanges.parse(input);
  const { metadataFieldId, name, unit, options } = changes;
  const field = await changeConfiguration(scope, async (tx) => {
    const before = await getMetadataField(scope, tx, { metadataFieldId });
    refuseWrongType(before, changes);
    if (options) await changeOptions(scope, tx, before, options, changes.renamedOptions ?? {});
    await writeField(scope, tx, {
      metadataFieldId,
      ...(name === undefined ? {} : { name }),
      ...(unit === undefined ? {} : { unit }),
      ...(options === undefined ? {} : { options }),
    });
    const after = await getMetadataField(scope, tx, { metadataFieldId });
    await insertAudit(scope, tx, { action: "metadata_field.update", subject: before.name, before, after });
    return after;
  }).catch(conflictOfNames(`This lab has a metadata field "${name}" already.`));
  return field;
}

function refuseWrongType({ type }: MetadataField, { unit, options, renamedOptions }: Changes): void {
  const isWrong =
    (unit !== undefined && type !== "number") || ((options ?? renamedOptions) !== undefined && type !== "choice");
  if (!isWrong) return;
  throw new AppError("invalid_input", "Only a number has a unit, and only a choice has options.");
}

function refuseClashingNames(
  field: MetadataField,
  options: readonly string[],
  renamed: Readonly<Record<string, string>>,
): void {
  const known = new Set(field.options);
  for (const [from, to] of Object.entries(renamed)) {
    if (known.has(from) && !known.has(to) && options.includes(to) && !options.includes(from)) continue;
    throw new AppError(
      "invalid_input",
      `"${from}" cannot be renamed to "${to}": name an option that the field has, and a new one.`,
    );
  }
}

async function changeOptions(
  scope: LabScope,
  tx: ConfigTransaction,
  field: MetadataField,
  options: readonly string[],
  renamed: Readonly<Record<string, string>>,
): Promise<void> {
  const { metadataFieldId } = field;
  refuseClashingNames(field, options, renamed);
  const inUse = await countOptionValues(scope, tx, { metadataFieldId });
  const removed = field.options.filter((option) => !options.includes(option) && renamed[option] === undefined);
  const missed = removed.filter((option) => inUse.has(option));
  if (missed.length > 0) {
    const list = missed.map((option) => `"${option}" (${inUse.get(option)})`).join(", ");
    throw new AppError("conflict", `Cells have these options: ${list}. Give them another value first, or rename it.`);
  }
  if (Object.keys(renamed).length === 0) return;
  for (const [from, to] of Object.entries(renamed)) {
    await replaceFieldValue(scope, tx, { metadataFieldId, from, to });
  }
  for (const grouping of await listStoredGroupings(scope, tx)) {
    const changed = renameOptionInGrouping(grouping, metadataFieldId, renamed);
    if (changed) await updateGrouping(scope, tx, { groupingId: grouping.id, ...changed });
  }
}
