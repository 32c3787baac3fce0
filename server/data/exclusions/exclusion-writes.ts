import type { Excluded } from "../../domain/cells/exclusions";
import type { LabScope } from "../../lab-scope";
import type { ConfigTransaction } from "../in-lab-config";

export async function insertExclusion(
  scope: LabScope,
  tx: ConfigTransaction,
  args: { cellId: number; cycles: Excluded; reason: string },
): Promise<{ id: string }> {
  const { cellId, cycles, reason } = args;
  const range = { fromCycle: cycles?.from ?? null, toCycle: cycles?.to ?? null };
  const { exclusionId } = await tx.exclusion.create({
    data: { labId: scope.labId, actor: scope.actor, cellId, reason, ...range },
    select: { exclusionId: true },
  });
  return { id: exclusionId };
}

export async function deleteExclusion(scope: LabScope, tx: ConfigTransaction, args: { id: string }): Promise<void> {
  await tx.exclusion.deleteMany({ where: { labId: scope.labId, exclusionId: args.id } });
}
