import { z } from "zod";
import { requirePermission } from "../../auth/roles";
import { insertAudit } from "../../data/audit/audit-writes";
import { lockCell } from "../../data/cells/cell-writes";
import { countTags, getTag, type StoredTag } from "../../data/tags/cycle-tag-reads";
import { insertTag } from "../../data/tags/cycle-tag-writes";
import { cycleRange } from "../../domain/cells/input-cycle-ranges";
import { knownCellName } from "../../domain/cells/input-names";
import { text } from "../../domain/cells/input-text";
import { cycleTag } from "../../domain/tags/input-cycle-tags";
import { env } from "../../env";
import { AppError } from "../../errors";
import type { LabScope } from "../../lab-scope";
import { changeConfiguration } from "../change-lab";

const MAX_REASON = 500;

export const tagInput = z
  .strictObject({
    cycles: cycleRange,
    tag: cycleTag,
    reason: text(MAX_REASON)
      .transform((given) => given.trim())
      .refine((given) => given !== "", "say why: whoever reads the statistics will want to know")
      .meta({ description: "Why, for whoever reads the statistics" }),
  })
  .meta({ id: "TagInput" });
export const cellTagInput = tagInput.extend({ cell: knownCellName });

/**
 * Tags cycles of a cell. One of the three kinds holds instead of what the lab's rules say of them, and instead of kinds given before; a tag
 * of the lab's own is added. Cycles that do not exist yet get it when they do. No stored number changes; removing the tag undoes it.
 */
export async function tagCycles(scope: LabScope, input: z.input<typeof cellTagInput>): Promise<StoredTag> {
  requirePermission(scope, "exclude");
  const { cell, cycles, tag, reason } = cellTagInput.parse(input);
  return changeConfiguration(scope, async (tx, change) => {
    const { cellId } = await lockCell(scope, tx, { name: cell });
    change.isOfCells([cellId]);
    const { LAB_MAX_TAGS } = env();
    if ((await countTags(scope, tx)) >= LAB_MAX_TAGS) {
      const message = `This lab has ${LAB_MAX_TAGS} tags by hand, as many as it may. Remove one, or tag more cycles by one.`;
      throw new AppError("conflict", message);
    }
    const { id } = await insertTag(scope, tx, { cellId, cycles, tag, reason });
    const after = { id, cycles, tag, reason };
    await insertAudit(scope, tx, { action: "tag.add", subject: cell, before: null, after });
    return getTag(scope, tx, { id, cell });
  });
}
