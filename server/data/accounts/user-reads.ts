import { type AccountsTransaction, askAccounts } from "./auth-client";

export type Account = {
  userId: string;
  name: string;
  email: string;
  emailVerified: boolean;
  hasSecondFactor: boolean;
};

const ACCOUNT = { id: true, name: true, email: true, emailVerified: true, twoFactorEnabled: true } as const;

/** Somebody's account, of whatever lab; null when there is none. */
export async function findAccount(tx: AccountsTransaction, args: { userId: string }): Promise<Account | null> {
  const user = await tx.user.findUnique({ where: { id: args.userId }, select: ACCOUNT });
  if (!user) return null;
  const { id, twoFactorEnabled, ...account } = user;
  return { ...account, userId: id, hasSecondFactor: twoFactorEnabled === true };
}

/** What people are called; those who deleted their account are left out. */
export async function listAccountNames(args: { userIds: readonly string[] }): Promise<Map<string, string>> {
  if (args.userIds.length === 0) return new Map();
  const users = await askAccounts((client) =>
    client.user.findMany({ where: { id: { in: [...args.userIds] } }, select: { id: true, name: true, email: true } }),
  );
  return new Map(users.map(({ id, name, email }) => [id, name === "" ? email : name]));
}

/** Holds a user's row until the transaction ends: who counts what is theirs does so one after the other. */
export async function lockUser(tx: AccountsTransaction, { userId }: { userId: string }): Promise<void> {
  await tx.$executeRaw`SELECT FROM users WHERE id = ${userId} FOR UPDATE`;
}
