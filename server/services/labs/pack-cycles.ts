import { inLab } from "../../data/in-lab";
import { getLabState } from "../../data/labs/lab-state-reads";
import {
  listTestsChangedSince,
  lockPackedLab,
  packTests,
  setPackedVersion,
} from "../../data/series/packed-cycle-writes";
import type { LabScope } from "../../lab-scope";
import { AppError } from "../../errors";
import { isShuttingDown } from "../../lifecycle";

/** A statement's worth: some seconds at most, however long the tests are. */
const TESTS_AT_ONCE = 50;

/**
 * Packs the cycles of a lab that changed since it was packed, so that the whole lab is read at once. Nothing of what anybody reads changes by
 * it: readers take what is newer than the packed version from the cycles themselves. It may thus pack newer cycles than the version that it
 * says at the end, and it writes nothing that others wait for.
 * @see prisma/timescale/0010_packed-cycles.sql
 */
export async function packCycles(scope: LabScope): Promise<void> {
  await inLab(scope, async (tx) => {
    const since = await lockPackedLab(scope, tx);
    const { version } = await getLabState(scope, tx); // before the cycles are read: what changes meanwhile has a higher one
    const testIds = await listTestsChangedSince(scope, tx, { version: since });
    for (let from = 0; from < testIds.length; from += TESTS_AT_ONCE) {
      if (isShuttingDown()) throw new AppError("unavailable", "The worker is shutting down.");
      await packTests(scope, tx, { testIds: testIds.slice(from, from + TESTS_AT_ONCE) });
    }
    await setPackedVersion(scope, tx, { version });
  });
}
