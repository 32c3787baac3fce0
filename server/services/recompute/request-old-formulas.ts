import { labScopeForAdmin } from "../../auth/lab-scope";
import { listCellsOfOldFormulas } from "../../data/series/test-state-reads";
import { requestFormulas } from "../../jobs/contracts/formulas-job";

const MOST_AT_ONCE = 100;

/** Asks workers to recompute the cells of all labs that older formulas computed, the oldest first; they ask for the others themselves. */
export async function requestOldFormulas(limit = MOST_AT_ONCE): Promise<void> {
  for (const { labId, cellId } of await listCellsOfOldFormulas({ limit })) {
    await requestFormulas(labScopeForAdmin(labId), { cellId });
  }
}
