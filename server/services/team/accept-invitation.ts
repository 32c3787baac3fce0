import { hashInvitationToken, isInvitationToken } from "../../auth/invitation-token";
import { labScopeForNewMember } from "../../auth/lab-scope";
import { insertAudit } from "../../data/audit/audit-writes";
import { type AccountsTransaction, inAccounts } from "../../data/accounts/auth-client";
import { findInvitationByToken } from "../../data/team/invitation-reads";
import { useInvitation } from "../../data/team/invitation-writes";
import { findMember } from "../../data/team/member-reads";
import { insertMissingMember } from "../../data/team/member-writes";
import { findAccount } from "../../data/accounts/user-reads";
import { type InvitationState, invitationState } from "../../domain/labs/invitations";
import type { Role } from "../../domain/labs/permissions";
import { rolesToInvite } from "../../domain/labs/role-changes";
import { AppError } from "../../errors";

const REFUSALS: Record<Exclude<InvitationState, "good">, (email: string) => AppError> = {
  used: () => new AppError("conflict", "This invitation was used already."),
  revoked: () => new AppError("conflict", "This invitation was revoked. Ask for a new one."),
  expired: () => new AppError("conflict", "This invitation has expired. Ask for a new one."),
  other_address: (email) => new AppError("forbidden", `This invitation is for ${email}. Sign in with that address.`),
  unverified: (email) => new AppError("forbidden", `Verify your address ${email} first, then open the link again.`),
};

/** Makes the invited person a member, once. Which role they get is what the invitation says, and nothing that they send. */
export async function acceptInvitation(args: { userId: string; token: string }): Promise<{ labSlug: string }> {
  return inAccounts(async (tx) => {
    const invitation = isInvitationToken(args.token)
      ? await findInvitationByToken(tx, { tokenHash: hashInvitationToken(args.token) })
      : null;
    const account = await findAccount(tx, args);
    if (!invitation || !account) throw new AppError("not_found", "There is no such invitation.");
    const { invitationId, email, role, lab, invitedBy } = invitation;
    const now = new Date();
    const state = invitationState(invitation, account, now);
    if (state !== "good") throw REFUSALS[state](email);
    const scope = labScopeForNewMember({ userId: args.userId, labId: lab.labId, role });
    await requireInviter(tx, { scope, invitedBy, role });
    // Two who accept at once: the row lets one of them through.
    if (!(await useInvitation(tx, { invitationId, email, now }))) throw REFUSALS.used(email);
    const isNew = await insertMissingMember(tx, { organizationId: lab.id, userId: args.userId, role });
    if (isNew) await insertAudit(scope, tx, { action: "member.join", subject: email, before: null, after: { role } });
    return { labSlug: lab.slug };
  });
}

/** An invitation is worth what its sender may do by now: one who was removed or lowered brings nobody in. */
async function requireInviter(
  tx: AccountsTransaction,
  args: { scope: ReturnType<typeof labScopeForNewMember>; invitedBy: string | null; role: Role },
): Promise<void> {
  const inviter = args.invitedBy === null ? null : await findMember(args.scope, tx, { userId: args.invitedBy });
  if (inviter && rolesToInvite(inviter.standing.role).includes(args.role)) return;
  throw new AppError("conflict", "Whoever sent this invitation may not invite any more. Ask for a new one.");
}
