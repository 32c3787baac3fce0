import { inTeam } from "../../auth/in-team";
import { requirePermission } from "../../auth/roles";
import { findOpenInvitation } from "../../data/team/invitation-reads";
import { AppError } from "../../errors";
import type { LabScope } from "../../lab-scope";
import { sendInvitation } from "./invitation-mail";
import { replaceInvitation } from "./invite-member";

/** Sends an invitation anew, with another link; the one before holds no more. */
export async function resendInvitation(
  scope: LabScope,
  args: { invitationId: string },
): Promise<{ invitationId: string }> {
  const made = await inTeam(scope, "manageMembers", async (tx, team) => {
    const invitation = await findOpenInvitation(scope, tx, args);
    if (!invitation) throw new AppError("not_found", "This invitation was used or revoked.");
    const { email, role } = invitation;
    if (role === "owner") requirePermission(team.scope, "manageOwners");
    return replaceInvitation(tx, team, { email, role, action: "invitation.resend" });
  });
  await sendInvitation(made.mail);
  return { invitationId: made.invitationId };
}
