import type { CycleRange } from "../../domain/cells/exclusions";
import type { LabScope } from "../../lab-scope";
import type { ConfigTransaction } from "../in-lab-config";

export async function insertTag(
  scope: LabScope,
  tx: ConfigTransaction,
  args: { cellId: number; cycles: CycleRange; tag: string; reason: string },
): Promise<{ id: string }> {
  const { cellId, cycles, tag, reason } = args;
  const range = { fromCycle: cycles.from, toCycle: cycles.to };
  const { cycleTagId } = await tx.cycleTag.create({
    data: { labId: scope.labId, actor: scope.actor, cellId, tag, reason, ...range },
    select: { cycleTagId: true },
  });
  return { id: cycleTagId };
}

export async function deleteTag(scope: LabScope, tx: ConfigTransaction, args: { id: string }): Promise<void> {
  await tx.cycleTag.deleteMany({ where: { labId: scope.labId, cycleTagId: args.id } });
}
