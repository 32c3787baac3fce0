import { askAccounts } from "./auth-client";

/** Whether somebody invited this address into a lab, and the invitation still holds. */
export async function hasPendingInvitation(email: string): Promise<boolean> {
  const where = { email: email.toLowerCase(), acceptedAt: null, revokedAt: null, expiresAt: { gt: new Date() } };
  return (await askAccounts((client) => client.invitation.count({ where, take: 1 }))) > 0;
}

/** When the password was last set; null for somebody without one. */
export async function findPasswordTime(userId: string): Promise<Date | null> {
  const where = { userId, providerId: "credential" };
  const account = await askAccounts((client) => client.account.findFirst({ where, select: { updatedAt: true } }));
  return account?.updatedAt ?? null;
}

export async function findUserIdByEmail(email: string): Promise<string | null> {
  const user = await askAccounts((client) => client.user.findUnique({ where: { email }, select: { id: true } }));
  return user?.id ?? null;
}
