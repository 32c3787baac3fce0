import { broadcastRevocation } from "../../auth/api-key-cache";
import { inTeam } from "../../auth/in-team";
import { endApiKeys } from "../../data/team/api-key-writes";
import { toName } from "../../domain/cells/input-names";
import { insertAudit } from "../../data/audit/audit-writes";
import { revokeAllInvitations } from "../../data/team/invitation-writes";
import { markLabDeleted } from "../../data/labs/lab-writes";
import { AppError } from "../../errors";
import { requestLabDeletion } from "../../jobs/contracts/delete-lab-job";
import type { LabScope } from "../../lab-scope";
import { logger } from "../../logger";

/**
 * Closes the lab at once to its members, keys, invitations and jobs; a job then removes what it holds.
 * @param args.name the lab's name, typed by whoever means it
 */
export async function deleteLab(scope: LabScope, args: { name: string }): Promise<void> {
  const ended = await inTeam(scope, "deleteLab", async (tx, team) => {
    if (toName(args.name) !== team.name) {
      throw new AppError("invalid_input", `Type the lab's name, “${team.name}”, to delete it.`);
    }
    await markLabDeleted(scope, tx);
    await revokeAllInvitations(scope, tx);
    const keys = await endApiKeys(scope, tx, {});
    await insertAudit(team.scope, tx, { action: "lab.delete", subject: team.name, before: null, after: null });
    return keys;
  });
  await broadcastRevocation(ended.map(({ keyHash }) => keyHash));
  await requestLabDeletion(scope).catch((error) =>
    logger.warn({ error, labId: scope.labId }, "lab deletion not requested; the worker's upkeep does it"),
  );
}
