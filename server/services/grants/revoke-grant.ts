import { z } from "zod";
import { inTeam } from "../../auth/in-team";
import { insertAudit } from "../../data/audit/audit-writes";
import { endGrant } from "../../data/team/grant-writes";
import { deleteEndedSnapshots } from "../../data/team/snapshot-writes";
import { text } from "../../domain/cells/input-text";
import { AppError } from "../../errors";
import type { LabScope } from "../../lab-scope";

const MAX_ID_CHARACTERS = 64;
export const grantRevocation = z.strictObject({ id: text(MAX_ID_CHARACTERS) });

/**
 * Ends a link: the next request with it is refused.
 * @throws AppError `not_found` when the lab has no such link that still works
 */
export async function revokeGrant(scope: LabScope, input: z.input<typeof grantRevocation>): Promise<{ id: string }> {
  const { id } = grantRevocation.parse(input);
  await inTeam(scope, "manageKeys", async (tx, team) => {
    const ended = await endGrant(scope, tx, { grantId: id });
    if (!ended) throw new AppError("not_found", "There is no such link in this lab that still works.");
    await deleteEndedSnapshots(scope, tx);
    const subject = ended.label ?? ended.secretStart;
    const before = { id, startsWith: ended.secretStart };
    await insertAudit(team.scope, tx, { action: "grant.revoke", subject, before, after: null });
  });
  return { id };
}
