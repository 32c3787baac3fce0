import { inLab } from "../../data/in-lab";
import { failImport } from "../../data/imports/import-writes";
import { raiseLabVersion } from "../../data/labs/lab-state-writes";
import { publishChange } from "../../jobs/live-channel";
import type { LabScope } from "../../lab-scope";

/** Ends an import whose file has not moved on for so long that its sender or its process must be gone, and empties its spool. */
export async function endUnfinishedImport(scope: LabScope, { importId }: { importId: string }): Promise<void> {
  const version = await inLab(scope, async (tx) => {
    const hasFailed = await failImport(scope, tx, { importId, from: "receiving", error: "upload_unfinished" });
    return hasFailed ? raiseLabVersion(scope, tx, { receivedAt: null }) : null;
  });
  if (version !== null) await publishChange(scope, { version, lastReceivedAtMs: null });
}
