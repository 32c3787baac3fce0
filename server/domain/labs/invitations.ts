type Invitation = { email: string; expiresAt: Date; acceptedAt: Date | null; revokedAt: Date | null };
type Visitor = { email: string; emailVerified: boolean };

/** What an invitation is worth to whoever has its link. */
export type InvitationState = "good" | "used" | "revoked" | "expired" | "other_address" | "unverified";

/** An address that is not verified proves nothing: only the mail to it does. */
export function invitationState(invitation: Invitation, visitor: Visitor, now: Date): InvitationState {
  if (invitation.acceptedAt !== null) return "used";
  if (invitation.revokedAt !== null) return "revoked";
  if (invitation.expiresAt <= now) return "expired";
  if (invitation.email !== visitor.email.toLowerCase()) return "other_address";
  return visitor.emailVerified ? "good" : "unverified";
}
