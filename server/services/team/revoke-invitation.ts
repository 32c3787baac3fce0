import { inTeam } from "../../auth/in-team";
import { requirePermission } from "../../auth/roles";
import { insertAudit } from "../../data/audit/audit-writes";
import { findOpenInvitation } from "../../data/team/invitation-reads";
import { revokeInvitationsTo } from "../../data/team/invitation-writes";
import { AppError } from "../../errors";
import type { LabScope } from "../../lab-scope";

/** Revokes an invitation: its link stops working. */
export async function revokeInvitation(scope: LabScope, args: { invitationId: string }): Promise<void> {
  await inTeam(scope, "manageMembers", async (tx, team) => {
    const invitation = await findOpenInvitation(scope, tx, args);
    if (!invitation) throw new AppError("not_found", "This invitation was used or revoked.");
    const { email, role } = invitation;
    if (role === "owner") requirePermission(team.scope, "manageOwners");
    await revokeInvitationsTo(scope, tx, { email });
    await insertAudit(team.scope, tx, { action: "invitation.revoke", subject: email, before: { role }, after: null });
  });
}
