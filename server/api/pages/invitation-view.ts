import { hashInvitationToken, isInvitationToken } from "../../auth/invitation-token";
import { inAccounts } from "../../data/accounts/auth-client";
import { findInvitationByToken } from "../../data/team/invitation-reads";
import { findAccount } from "../../data/accounts/user-reads";
import { type InvitationState, invitationState } from "../../domain/labs/invitations";
import type { Role } from "../../domain/labs/permissions";

export type InvitationView =
  | { state: "unknown" }
  | { state: Exclude<InvitationState, "good" | "other_address">; email: string }
  /** For somebody else: no word of the lab. */
  | { state: "other_address"; email: string; signedInAs: string }
  | { state: "good"; email: string; lab: string; role: Role; inviter: string | null };

/**
 * What the bearer of an invitation's link is told of it: as that user, or before they signed in, when the link alone vouches for them. It is
 * what the mail said, and never whether its address has an account.
 */
export async function invitationView(args: { userId: string | null; token: string }): Promise<InvitationView> {
  return inAccounts(async (tx) => {
    const invitation = isInvitationToken(args.token)
      ? await findInvitationByToken(tx, { tokenHash: hashInvitationToken(args.token) })
      : null;
    if (!invitation) return { state: "unknown" };
    const bearer = { email: invitation.email, emailVerified: true };
    const account = args.userId === null ? bearer : await findAccount(tx, { userId: args.userId });
    if (!account) return { state: "unknown" };
    const { email, role, lab, inviter } = invitation;
    const state = invitationState(invitation, account, new Date());
    if (state === "other_address") return { state, email, signedInAs: account.email };
    return state === "good" ? { state, email, lab: lab.name, role, inviter } : { state, email };
  });
}
