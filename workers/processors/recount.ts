import { inLab } from "@/server/data/in-lab";
import { findCellName } from "@/server/data/series/test-state-reads";
import type { RecountPayload } from "@/server/jobs/recount-job";
import type { LabScope } from "@/server/lab-scope";
import { recountCell } from "@/server/services/recompute/rebuild-cell";

/** Cycles of a cell after a setting changed. A cell that is gone or has no samples needs none. */
export async function processRecount(scope: LabScope, { cellId }: RecountPayload): Promise<void> {
  const cell = await inLab(scope, (tx) => findCellName(scope, tx, { cellId }));
  if (cell !== null) await recountCell(scope, { cell });
}
