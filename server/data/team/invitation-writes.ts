import type { Role } from "../../domain/labs/permissions";
import type { LabScope } from "../../lab-scope";
import type { AccountsTransaction } from "../accounts/auth-client";

export async function insertInvitation(
  scope: LabScope,
  tx: AccountsTransaction,
  args: {
    email: string;
    role: Role;
    tokenHash: Uint8Array<ArrayBuffer>;
    invitedBy: string | null;
    expiresAt: Date;
  },
): Promise<{ invitationId: string }> {
  return tx.invitation.create({ data: { ...args, labId: scope.labId }, select: { invitationId: true } });
}

/** Revokes the open invitations of an address. @returns how many there were */
export async function revokeInvitationsTo(
  scope: LabScope,
  tx: AccountsTransaction,
  args: { email: string },
): Promise<number> {
  const where = { labId: scope.labId, email: args.email, acceptedAt: null, revokedAt: null };
  return (await tx.invitation.updateMany({ where, data: { revokedAt: new Date() } })).count;
}

/** Revokes every open invitation of the lab. */
export async function revokeAllInvitations(scope: LabScope, tx: AccountsTransaction): Promise<void> {
  const where = { labId: scope.labId, acceptedAt: null, revokedAt: null };
  await tx.invitation.updateMany({ where, data: { revokedAt: new Date() } });
}

/** Uses an invitation up, if it is for that address and still good: of two who do so at once, one gets true. */
export async function useInvitation(
  tx: AccountsTransaction,
  args: { invitationId: string; email: string; now: Date },
): Promise<boolean> {
  const { invitationId, email, now } = args;
  const { count } = await tx.invitation.updateMany({
    where: { invitationId, email, acceptedAt: null, revokedAt: null, expiresAt: { gt: now } },
    data: { acceptedAt: now },
  });
  return count > 0;
}
