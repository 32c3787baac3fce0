import { inLabConfig } from "../../data/in-lab-config";
import { getLabSettings } from "../../data/labs/lab-reads";
import { deleteExpiredCurves } from "../../data/series/curve-writes";
import { inLab } from "../../data/in-lab";
import {
  deleteExpiredSamples,
  listExpiringTests,
  markCleared,
  raiseKeptFrom,
} from "../../data/deletion/retention-writes";
import type { LabScope } from "../../lab-scope";

const US_PER_DAY = 86_400e6;

/**
 * Removes raw samples older than the lab keeps them, a day of a test in a transaction. Whole runs go: their sums, the cycles and the zoom
 * levels stay. It may be ended at any point and begun again.
 * @returns how many samples it removed
 */
export async function expireSamples(scope: LabScope, args: { nowMs: number }): Promise<number> {
  const { rawRetentionDays } = await inLabConfig(scope, (tx) => getLabSettings(scope, tx));
  if (rawRetentionDays === null) return 0;
  const beforeUs = args.nowMs * 1000 - rawRetentionDays * US_PER_DAY;
  let removed = 0;
  for (const testId of await inLab(scope, (tx) => listExpiringTests(scope, tx, { beforeUs }))) {
    await inLab(scope, async (tx) => {
      await raiseKeptFrom(scope, tx, { testId, beforeUs });
      await deleteExpiredCurves(scope, tx, { testId });
    });
    for (;;) {
      const deleted = await inLab(scope, (tx) => deleteExpiredSamples(scope, tx, { testId }));
      if (deleted === 0) break;
      removed += deleted;
    }
    await inLab(scope, (tx) => markCleared(scope, tx, { testId }));
  }
  return removed;
}
