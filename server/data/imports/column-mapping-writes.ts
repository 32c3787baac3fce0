import type { LabScope } from "../../lab-scope";
import type { ConfigTransaction } from "../in-lab-config";
import type { Prisma } from "../generated/client";

/** Saves a mapping under a name, in the place of one that has it. */
export async function upsertColumnMapping(
  scope: LabScope,
  tx: ConfigTransaction,
  args: { name: string; mapping: Prisma.InputJsonValue },
): Promise<void> {
  const { name, mapping } = args;
  const { labId } = scope;
  await tx.columnMapping.upsert({
    where: { labId_name: { labId, name } },
    create: { labId, name, mapping },
    update: { mapping, updatedAt: new Date() },
  });
}

/** Gives a mapping another name. @returns whether there was one */
export async function updateColumnMappingName(
  scope: LabScope,
  tx: ConfigTransaction,
  args: { name: string; newName: string },
): Promise<boolean> {
  const { count } = await tx.columnMapping.updateMany({
    where: { labId: scope.labId, name: args.name },
    data: { name: args.newName },
  });
  return count > 0;
}

/** Removes a mapping. @returns whether there was one */
export async function deleteColumnMapping(
  scope: LabScope,
  tx: ConfigTransaction,
  args: { name: string },
): Promise<boolean> {
  const { count } = await tx.columnMapping.deleteMany({ where: { labId: scope.labId, name: args.name } });
  return count > 0;
}
