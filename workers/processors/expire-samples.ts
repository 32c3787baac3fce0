import type { LabScope } from "@/server/lab-scope";
import { logger } from "@/server/logger";
import { expireSamples } from "@/server/services/cells/expire-samples";

/** Raw samples that a lab keeps no longer. Two at once get in nobody's way: each removes what is left. */
export async function processExpiry(scope: LabScope): Promise<void> {
  const removed = await expireSamples(scope, { nowMs: Date.now() });
  if (removed > 0) logger.info({ labId: scope.labId, removed }, "raw samples removed that are kept no longer");
}
