import { labScopeFromJob } from "@/server/auth/lab-scope";
import { inLab } from "@/server/data/in-lab";
import { deleteOrphanedSamples } from "@/server/data/deletion/removal-writes";
import { listLabsToPack } from "@/server/data/series/packed-cycle-reads";
import { findCellName } from "@/server/data/series/test-state-reads";
import type { FormulasPayload } from "@/server/jobs/contracts/formulas-job";
import { requestPacking } from "@/server/jobs/contracts/packing-job";
import type { RecomputePayload } from "@/server/jobs/contracts/recompute-job";
import type { SampleRemovalPayload } from "@/server/jobs/contracts/sample-removal-job";
import type { LabScope } from "@/server/lab-scope";
import { logger } from "@/server/logger";
import { expireSamples } from "@/server/services/cells/expire-samples";
import { eraseLab } from "@/server/services/labs/erase-lab";
import { packCycles } from "@/server/services/labs/pack-cycles";
import { recomputeOldFormulas } from "@/server/services/recompute/recompute-old-formulas";
import { recomputeCell } from "@/server/services/recompute/rebuild-cell";

// Each of these removes or recomputes what is left: killed half-way, or run twice at once, they end in the same rows.

/** Erases a lab that its owner deleted. */
export async function processLabDeletion(scope: LabScope): Promise<void> {
  await eraseLab(scope);
  logger.info({ labId: scope.labId }, "lab deleted");
}

/** Removes raw samples that are older than the lab keeps. */
export async function processExpiry(scope: LabScope): Promise<void> {
  const removed = await expireSamples(scope, { nowMs: Date.now() });
  if (removed > 0) logger.info({ labId: scope.labId, removed }, "expired raw samples removed");
}

/** Recomputes the cycles of a cell after a setting changed. A deleted cell, or one without samples, needs none. */
export async function processRecompute(scope: LabScope, { cellId }: RecomputePayload): Promise<void> {
  const cell = await inLab(scope, (tx) => findCellName(scope, tx, { cellId }));
  if (cell !== null) await recomputeCell(scope, { cell });
}

/** Recomputes what older formulas made of a cell. What it leaves, `requestOldFormulas` asks for again. */
export async function processFormulas(scope: LabScope, { cellId }: FormulasPayload): Promise<void> {
  const cell = await inLab(scope, (tx) => findCellName(scope, tx, { cellId }));
  if (cell !== null) await recomputeOldFormulas(scope, { cell });
}

/** Packs the cycles of a lab that changed since it was packed. */
export async function processPacking(scope: LabScope): Promise<void> {
  await packCycles(scope);
}

/** A lab with fewer cycles is read as fast without. */
const LEAST_CYCLES = 10_000;
const MOST_AT_ONCE = 100;

/** Asks for the labs to be packed that changed much. */
export async function requestLabsToPack(): Promise<void> {
  for (const { labId } of await listLabsToPack({ leastCycles: LEAST_CYCLES, limit: MOST_AT_ONCE })) {
    await requestPacking(labScopeFromJob(labId));
  }
}

/** Removes the samples of deleted tests, piece by piece. */
export async function processSampleRemoval(_scope: LabScope, { testIds }: SampleRemovalPayload): Promise<void> {
  await deleteOrphanedSamples({ testIds });
}
