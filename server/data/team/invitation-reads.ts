import { z } from "zod";
import { ROLES } from "../../domain/labs/permissions";
import type { LabScope } from "../../lab-scope";
import { type AccountsTransaction, askAccounts } from "../accounts/auth-client";

const role = z.enum(ROLES);

/** The invitations that are neither accepted nor revoked, newest first; some may have expired. */
export async function listOpenInvitations(scope: LabScope) {
  const rows = await askAccounts((client) =>
    client.invitation.findMany({
      where: { labId: scope.labId, acceptedAt: null, revokedAt: null },
      select: {
        invitationId: true,
        email: true,
        role: true,
        createdAt: true,
        expiresAt: true,
        inviter: { select: { name: true } },
      },
      orderBy: [{ createdAt: "desc" }, { invitationId: "asc" }],
    }),
  );
  return rows.map(({ inviter, ...row }) => ({ ...row, role: role.parse(row.role), inviter: inviter?.name ?? null }));
}

/** An invitation that is neither accepted nor revoked, or null when this lab has none of that id. */
export async function findOpenInvitation(scope: LabScope, tx: AccountsTransaction, args: { invitationId: string }) {
  const row = await tx.invitation.findFirst({
    where: { labId: scope.labId, invitationId: args.invitationId, acceptedAt: null, revokedAt: null },
    select: { invitationId: true, email: true, role: true },
  });
  return row && { ...row, role: role.parse(row.role) };
}

/** How many invitations the lab has sent since then, whatever became of them. */
export async function countInvitationsSince(scope: LabScope, tx: AccountsTransaction, since: Date): Promise<number> {
  return tx.invitation.count({ where: { labId: scope.labId, createdAt: { gte: since } } });
}

/** An invitation by the SHA-256 of its token, of whatever lab; null when there is none, or its lab is being deleted. */
export async function findInvitationByToken(tx: AccountsTransaction, args: { tokenHash: Uint8Array<ArrayBuffer> }) {
  const row = await tx.invitation.findFirst({
    where: { tokenHash: args.tokenHash, lab: { deletingAt: null } },
    select: {
      invitationId: true,
      email: true,
      role: true,
      invitedBy: true,
      expiresAt: true,
      acceptedAt: true,
      revokedAt: true,
      lab: { select: { id: true, labId: true, slug: true, name: true } },
      inviter: { select: { name: true } },
    },
  });
  return row && { ...row, role: role.parse(row.role), inviter: row.inviter?.name ?? null };
}
