import { z } from "zod";
import { requirePermission } from "../../auth/roles";
import { insertAudit } from "../../data/audit/audit-writes";
import { lockCell } from "../../data/cells/cell-writes";
import { countExclusions, type Exclusion, getExclusion, listExclusions } from "../../data/exclusions/exclusion-reads";
import type { ConfigTransaction } from "../../data/in-lab-config";
import { insertExclusion } from "../../data/exclusions/exclusion-writes";
import { type Excluded, isCovered } from "../../domain/cells/exclusions";
import { cycleRange } from "../../domain/cells/input-cycle-ranges";
import { knownCellName } from "../../domain/cells/input-names";
import { text } from "../../domain/cells/input-text";
import { env } from "../../env";
import { AppError } from "../../errors";
import type { LabScope } from "../../lab-scope";
import { changeConfiguration } from "../change-lab";

const MAX_REASON = 500;

export const exclusionInput = z
  .strictObject({
    cell: knownCellName,
    cycles: cycleRange.nullable().default(null).meta({ description: "Some of its cycles; null for the whole cell" }),
    reason: text(MAX_REASON)
      .transform((given) => given.trim())
      .refine((given) => given !== "", "say why: whoever reads the statistics will want to know")
      .meta({ description: "Why, for whoever reads the statistics" }),
  })
  .meta({ id: "ExclusionInput" });

/** Excludes a cell, or cycles of it, from statistics, references and ageing. No stored number changes; removing the exclusion undoes it. */
export async function addExclusion(scope: LabScope, input: z.input<typeof exclusionInput>): Promise<Exclusion> {
  requirePermission(scope, "exclude");
  const { cell, cycles, reason } = exclusionInput.parse(input);
  return changeConfiguration(scope, async (tx, change) => {
    const { cellId } = await lockCell(scope, tx, { name: cell });
    change.isOfCells([cellId]);
    await refuseAgain(scope, tx, { cell, cycles });
    const { LAB_MAX_EXCLUSIONS } = env();
    if ((await countExclusions(scope, tx)) >= LAB_MAX_EXCLUSIONS) {
      const message = `This lab has ${LAB_MAX_EXCLUSIONS} exclusions, as many as it may. Remove one, or exclude more cycles by one.`;
      throw new AppError("conflict", message);
    }
    const exclusion = await getExclusion(scope, tx, await insertExclusion(scope, tx, { cellId, cycles, reason }));
    const after = { id: exclusion.id, cycles, reason };
    await insertAudit(scope, tx, { action: "exclusion.add", subject: cell, before: null, after });
    return exclusion;
  });
}

/** A second exclusion of the same would leave it excluded when somebody removes the first. @throws AppError `conflict` */
async function refuseAgain(scope: LabScope, tx: ConfigTransaction, args: { cell: string; cycles: Excluded }) {
  const { cell, cycles } = args;
  const known = (await listExclusions(scope, tx, { cell })).find((one) => isCovered(cycles, one.cycles));
  if (!known) return;
  const what = known.cycles === null ? "The whole cell is" : `Cycles ${known.cycles.from} to ${known.cycles.to} are`;
  throw new AppError(
    "conflict",
    `${what} excluded already: "${known.reason}". Remove that first to say another reason.`,
  );
}
