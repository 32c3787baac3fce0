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

/** What the bearer of an invitation's link is told of it, when they are signed in as that user. */
export async function invitationView(args: { userId: string; token: string }): Promise<InvitationView> {
  return inAccounts(async (tx) => {
    const invitation = isInvitationToken(args.token)
      ? await findInvitationByToken(tx, { tokenHash: hashInvitationToken(args.token) })
      : null;
    const account = await findAccount(tx, args);
    if (!invitation || !account) return { state: "unknown" };
    const { email, role, lab, inviter } = invitation;
    const state = invitationState(invitation, account, new Date());
    if (state === "other_address") return { state, email, signedInAs: account.email };
    return state === "good" ? { state, email, lab: lab.name, role, inviter } : { state, email };
  });
}
