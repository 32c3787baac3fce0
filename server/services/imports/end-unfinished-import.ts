import { failImport } from "../../data/imports/import-writes";
import type { LabScope } from "../../lab-scope";
import { changeSeries } from "../change-lab";

/** Ends an import whose file has not moved on for so long that its sender or its process must be gone, and empties its spool. */
export async function endUnfinishedImport(scope: LabScope, { importId }: { importId: string }): Promise<void> {
  await changeSeries(scope, async (tx, change) => {
    change.isOfCells([]);
    const hasFailed = await failImport(scope, tx, { importId, from: "receiving", error: "upload_unfinished" });
    if (!hasFailed) change.isNothing();
  });
}
