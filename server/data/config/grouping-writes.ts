import type { LabScope } from "../../lab-scope";
import type { StoredDefinition } from "./grouping-reads";
import type { ConfigTransaction } from "./in-lab-config";

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
