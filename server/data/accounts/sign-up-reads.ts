import { askAccounts } from "./auth-client";
import type { SignUpDetails } from "./sign-up-writes";

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

/** The user whose confirmed address it is; null when there is none. */
export async function findConfirmedUserId(email: string): Promise<string | null> {
  const where = { email, emailVerified: true };
  const user = await askAccounts((client) => client.user.findFirst({ where, select: { id: true } }));
  return user?.id ?? null;
}

const DETAILS = { email: true, name: true, passwordHash: true, nextPath: true } as const;

/** The sign-up that a mail's token stands for, while it holds. */
export async function findSignUp(tokenHash: Uint8Array<ArrayBuffer>): Promise<SignUpDetails | null> {
  const where = { tokenHash, expiresAt: { gt: new Date() } };
  return askAccounts((client) => client.signUp.findFirst({ where, select: DETAILS }));
}

/** What waits to be confirmed for an address, the newest first. */
export async function listSignUps(args: { email: string; limit: number }): Promise<SignUpDetails[]> {
  const where = { email: args.email, expiresAt: { gt: new Date() } };
  const newestFirst = { createdAt: "desc" } as const;
  return askAccounts((client) =>
    client.signUp.findMany({ where, select: DETAILS, orderBy: newestFirst, take: args.limit }),
  );
}

/** An account of an earlier release whose address nobody confirmed. */
export async function findUnconfirmedUser(email: string): Promise<SignUpDetails | null> {
  const user = await askAccounts((client) =>
    client.user.findFirst({
      where: { email, emailVerified: false },
      select: { name: true, accounts: { where: { providerId: "credential" }, select: { password: true } } },
    }),
  );
  const passwordHash = user?.accounts[0]?.password ?? null;
  return user && passwordHash !== null ? { email, name: user.name, passwordHash, nextPath: "/" } : null;
}

export async function findUserIdByEmail(email: string): Promise<string | null> {
  const user = await askAccounts((client) => client.user.findUnique({ where: { email }, select: { id: true } }));
  return user?.id ?? null;
}
