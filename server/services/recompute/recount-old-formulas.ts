import { labScopeForAdmin } from "../../auth/lab-scope";
import { inLab } from "../../data/in-lab";
import { listLabs } from "../../data/labs/lab-reads";
import { countTestsByFormulas } from "../../data/series/test-state-reads";
import { FORMULA_VERSION } from "../../domain/cycles/stored-quantities";
import { requestOldFormulas } from "./request-old-formulas";

/** So many cells are asked for at once. */
const CELLS_AT_ONCE = 1000;

/** Asks workers to recompute what older formulas made, oldest first, and tells how many tests of which lab are left. */
export async function recountOldFormulas() {
  await requestOldFormulas(CELLS_AT_ONCE);
  const labs = [];
  for (const { labId, slug } of await listLabs()) {
    const scope = labScopeForAdmin(labId);
    labs.push({ lab: slug, ...(await inLab(scope, (tx) => countTestsByFormulas(scope, tx))) });
  }
  return { formulaVersion: FORMULA_VERSION, left: labs.reduce((sum, { old }) => sum + old, 0), labs };
}
