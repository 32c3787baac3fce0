import { listMetadataFields } from "../data/cells/metadata-field-reads";
import { getGrouping, type Grouping } from "../data/groupings/grouping-reads";
import { inLabConfig } from "../data/in-lab-config";
import { ALL_CELLS } from "../domain/groups/all-cells";
import { AppError } from "../errors";
import { type LabScope, opens } from "../lab-scope";

/** How cells are split: by a stored grouping or the built-in one, or, where they are given, by the values of fields that no grouping stores. */
export type RequestedGroups = { groupingId: number; by?: readonly string[] | null };

/** Two questions for the same split have one key. */
export const keyOfGroups = ({ groupingId, by = null }: RequestedGroups) =>
  by === null ? String(groupingId) : JSON.stringify(by);

/** @throws AppError `not_found` for what a grant does not show: other groupings, and by fields, which would split the same cells anew */
export function refuseOtherGroups(scope: LabScope, { groupingId, by = null }: RequestedGroups): void {
  if (!opens(scope, { kind: "grouping", groupingId, by }))
    throw new AppError("not_found", "This link shows another grouping.");
}

/** @throws AppError `not_found` when the lab has no such grouping, or no such field */
export async function readGrouping(scope: LabScope, { groupingId, by = null }: RequestedGroups): Promise<Grouping> {
  if (by === null) {
    return groupingId === ALL_CELLS.id ? ALL_CELLS : inLabConfig(scope, (tx) => getGrouping(scope, tx, groupingId));
  }
  const fields = await inLabConfig(scope, (tx) => listMetadataFields(scope, tx));
  const unknown = by.find((field) => !fields.some(({ name }) => name === field));
  if (unknown !== undefined) throw new AppError("not_found", `This lab has no metadata field "${unknown}" any more.`);
  return { id: ALL_CELLS.id, name: by.join(" × "), definition: { by: [...by] }, isDefault: false, styles: [] };
}
