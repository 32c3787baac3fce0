import type { GroupStyleEntry } from "../../domain/groups/input-groupings";
import type { LabScope } from "../../lab-scope";
import type { StoredDefinition } from "./grouping-reads";
import type { ConfigTransaction } from "../in-lab-config";

/** Adds a grouping behind the others. @throws unique violation when the lab has one of that name */
export async function insertGrouping(
  scope: LabScope,
  tx: ConfigTransaction,
  grouping: { name: string; definition: StoredDefinition },
): Promise<{ groupingId: number }> {
  const position = await tx.grouping.count({ where: { labId: scope.labId } });
  return tx.grouping.create({
    data: { ...grouping, labId: scope.labId, position },
    select: { groupingId: true },
  });
}

/** Writes what is given of a grouping. @throws unique violation when another one has that name */
export async function updateGrouping(
  scope: LabScope,
  tx: ConfigTransaction,
  args: { groupingId: number; name?: string; definition?: StoredDefinition; styles?: GroupStyleEntry[] },
): Promise<void> {
  const { groupingId, ...data } = args;
  await tx.grouping.updateMany({ where: { labId: scope.labId, groupingId }, data });
}

/** Makes one grouping the lab's default, or none with null. */
export async function updateDefaultGrouping(
  scope: LabScope,
  tx: ConfigTransaction,
  args: { groupingId: number | null },
): Promise<void> {
  await tx.grouping.updateMany({ where: { labId: scope.labId, isDefault: true }, data: { isDefault: false } });
  if (args.groupingId === null) return;
  const { groupingId } = args;
  await tx.grouping.updateMany({ where: { labId: scope.labId, groupingId }, data: { isDefault: true } });
}

export async function deleteGrouping(
  scope: LabScope,
  tx: ConfigTransaction,
  args: { groupingId: number },
): Promise<void> {
  await tx.grouping.deleteMany({ where: { labId: scope.labId, ...args } });
}
