import type { LabScope } from "@/server/lab-scope";
import { logger } from "@/server/logger";
import { eraseLab } from "@/server/services/labs/erase-lab";

/** A lab that an owner deleted. Two that do so at once get in nobody's way: each removes what is left. */
export async function processLabDeletion(scope: LabScope): Promise<void> {
  await eraseLab(scope);
  logger.info({ labId: scope.labId }, "lab deleted");
}
