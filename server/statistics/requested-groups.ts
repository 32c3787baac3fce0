import { listMetadataFields } from "../data/cells/metadata-field-reads";
import { getGrouping, type Grouping } from "../data/groupings/grouping-reads";
import { inLabConfig } from "../data/in-lab-config";
import { parseCellFilter } from "../domain/cells/cells-passing";
import { ALL_CELLS } from "../domain/groups/all-cells";
import { AppError } from "../errors";
import { type LabScope, opens } from "../lab-scope";
import type { CellColumns } from "./columns/cell-columns";

/**
 * How cells are split: by a stored grouping or the built-in one, or, where they are given, by the values of fields that no grouping stores.
 * With a filter of cells by their metadata only those that pass are in groups.
 */
export type RequestedGroups = { groupingId: number; by?: readonly string[] | null; where?: string | null };

/** Two questions for the same groups have one key. */
export function keyOfGroups({ groupingId, by = null, where = null }: RequestedGroups): string {
  if (where !== null) return JSON.stringify({ groupingId, by, where });
  return by === null ? String(groupingId) : JSON.stringify(by);
}

/** @throws AppError `not_found` for what a grant does not show: other groupings, by fields, which would split the same cells anew, and other filters */
export function refuseOtherGroups(scope: LabScope, { groupingId, by = null, where = null }: RequestedGroups): void {
  if (!opens(scope, { kind: "grouping", groupingId, by, where }))
    throw new AppError("not_found", "This link shows another grouping.");
}

/** How cells are split, and which of them are. */
export type AskedSplit = { grouping: Grouping; passes: ((cell: CellColumns["cell"]) => boolean) | null };

/**
 * @throws AppError `not_found` when the lab has no such grouping, or no field of a name that is grouped or filtered by; `invalid_input` for a
 *   filter that says nothing
 */
export async function readSplit(scope: LabScope, { groupingId, by = null, where = null }: RequestedGroups) {
  const named = by === null && where === null ? [] : await fieldNames(scope);
  const passes = where === null ? null : passingBy(where, named);
  const grouping = by === null ? await readGrouping(scope, groupingId) : groupingBy(by, named);
  return { grouping, passes } satisfies AskedSplit;
}

async function fieldNames(scope: LabScope): Promise<string[]> {
  const fields = await inLabConfig(scope, (tx) => listMetadataFields(scope, tx));
  return fields.map(({ name }) => name);
}

async function readGrouping(scope: LabScope, groupingId: number): Promise<Grouping> {
  return groupingId === ALL_CELLS.id ? ALL_CELLS : inLabConfig(scope, (tx) => getGrouping(scope, tx, groupingId));
}

function groupingBy(by: readonly string[], fields: readonly string[]): Grouping {
  const unknown = by.find((field) => !fields.includes(field));
  if (unknown !== undefined) throw noField(unknown);
  return { id: ALL_CELLS.id, name: by.join(" × "), definition: { by: [...by] }, isDefault: false, styles: [] };
}

function passingBy(where: string, fields: readonly string[]) {
  const parsed = parseCellFilter(where, fields);
  if ("matches" in parsed) return parsed.matches;
  if (parsed.unknown !== undefined) throw noField(parsed.unknown);
  const problems = [{ pointer: "/where", message: parsed.problem }];
  throw new AppError("invalid_input", parsed.problem, { problems });
}

const noField = (name: string) => new AppError("not_found", `This lab has no metadata field "${name}" any more.`);
