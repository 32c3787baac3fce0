import { isLabOpen } from "@/server/data/labs/lab-reads";
import type { LabJob } from "@/server/jobs/job-contract";
import { logger } from "@/server/logger";
import type { Process } from "./runtime";

/**
 * Jobs of a deleted lab end without effect: the database refuses to write into it, and nobody need try again. Asked only when a job failed,
 * so that those of other labs pay nothing for it.
 */
export function skipDeletedLabs<P extends LabJob>(process: Process<P>): Process<P> {
  return async (scope, payload, attempt) => {
    try {
      await process(scope, payload, attempt);
    } catch (cause) {
      if (await isLabOpen({ labId: scope.labId }).catch(() => true)) throw cause;
      logger.info({ labId: scope.labId }, "job of a deleted lab ends without effect");
    }
  };
}
