import type { LabScope } from "../../lab-scope";
import type { ConfigTransaction } from "../in-lab-config";
import type { Prisma } from "../generated/client";

export type StoredMapping = { name: string; mapping: Prisma.JsonValue; updatedAt: Date };

const COLUMNS = { name: true, mapping: true, updatedAt: true } as const;

/** The column mappings that the lab has saved, by name. */
export async function listColumnMappings(scope: LabScope, tx: ConfigTransaction): Promise<StoredMapping[]> {
  return tx.columnMapping.findMany({ where: { labId: scope.labId }, select: COLUMNS, orderBy: { name: "asc" } });
}

/** A mapping by its name, or null. */
export async function findColumnMapping(
  scope: LabScope,
  tx: ConfigTransaction,
  args: { name: string },
): Promise<StoredMapping | null> {
  return tx.columnMapping.findFirst({ where: { labId: scope.labId, name: args.name }, select: COLUMNS });
}

/** How many there are besides one of that name. */
export async function countColumnMappings(
  scope: LabScope,
  tx: ConfigTransaction,
  args: { besides: string },
): Promise<{ others: number }> {
  const others = await tx.columnMapping.count({ where: { labId: scope.labId, name: { not: args.besides } } });
  return { others };
}
