import type { Role } from "../../lab-scope";
import type { Prisma } from "../generated/client";

type AccountsTransaction = Prisma.TransactionClient;

/** A user who signs in with e-mail and password, their address taken as verified. Emails are stored in lower case. */
export async function insertUser(
  tx: AccountsTransaction,
  args: { userId: string; email: string; name: string; passwordHash: string },
): Promise<void> {
  const { userId, email, name, passwordHash } = args;
  await tx.user.create({ data: { id: userId, email, name, emailVerified: true } });
  await upsertPassword(tx, { userId, passwordHash });
}

/** better-auth keeps a password in the account of provider `credential`, which carries the user's own id. */
export async function upsertPassword(
  tx: AccountsTransaction,
  args: { userId: string; passwordHash: string },
): Promise<void> {
  const { userId, passwordHash: password } = args;
  const where = { userId, providerId: "credential" };
  const { count } = await tx.account.updateMany({ where, data: { password, updatedAt: new Date() } });
  if (count > 0) return;
  await tx.account.create({ data: { ...where, id: crypto.randomUUID(), accountId: userId, password } });
}

export async function insertLab(
  tx: AccountsTransaction,
  args: { name: string; slug: string; timeZone?: string },
): Promise<{ id: string; labId: number }> {
  return tx.lab.create({ data: args, select: { id: true, labId: true } });
}

/** Makes a user a member of a lab in that role, whatever they were before. */
export async function upsertMember(
  tx: AccountsTransaction,
  args: { organizationId: string; userId: string; role: Role },
): Promise<void> {
  const { role, ...organizationId_userId } = args;
  await tx.member.upsert({
    where: { organizationId_userId },
    create: { ...organizationId_userId, role },
    update: { role },
  });
}
