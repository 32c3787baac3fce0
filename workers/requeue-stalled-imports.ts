import { labScopeFromJob } from "@/server/auth/lab-scope";
import { listOpenImports } from "@/server/data/imports/import-reads";
import { requestImport } from "@/server/jobs/contracts/import-job";
import { logger } from "@/server/logger";
import { endUnfinishedImport } from "@/server/services/imports/end-unfinished-import";

/** Goes on with imports whose job was lost or never asked for, and ends those that have been arriving without moving for an hour. */
export async function requeueStalledImports(): Promise<void> {
  for (const { labId, importId, status } of await listOpenImports()) {
    const scope = labScopeFromJob(labId);
    const resume = status === "receiving" ? endUnfinishedImport : requestImport;
    // One that cannot be resumed, because its lab is being deleted or Redis is away, keeps no other back.
    await resume(scope, { importId }).catch((error) =>
      logger.warn({ error, labId, importId }, "stalled import not resumed"),
    );
  }
}
