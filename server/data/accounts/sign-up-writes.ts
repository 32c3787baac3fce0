import { isUniqueViolation } from "../prisma-clients";
import { insertUser } from "./account-writes";
import { askAccounts, inAccounts } from "./auth-client";

export type SignUpDetails = { email: string; name: string; passwordHash: string; nextPath: string };

/** Keeps a sign-up until it is confirmed, beside others of its address; those that are too old go. */
export async function insertSignUp(
  signUp: SignUpDetails & { tokenHash: Uint8Array<ArrayBuffer>; expiresAt: Date },
): Promise<void> {
  await askAccounts((client) =>
    client.$transaction([
      client.signUp.deleteMany({ where: { expiresAt: { lte: new Date() } } }),
      client.signUp.create({ data: signUp }),
    ]),
  );
}

/**
 * Makes an account of a sign-up whose address was confirmed; others of the address end, and so does an account of an earlier release that
 * nobody confirmed.
 * @returns the user's id; null where the address has an account by now
 */
export async function insertConfirmedUser({ email, name, passwordHash }: SignUpDetails): Promise<string | null> {
  const userId = crypto.randomUUID();
  try {
    await inAccounts(async (tx) => {
      await tx.user.deleteMany({ where: { email, emailVerified: false } });
      await insertUser(tx, { userId, email, name, passwordHash });
      await tx.signUp.deleteMany({ where: { email } });
    });
    return userId;
  } catch (cause) {
    if (isUniqueViolation(cause)) return null;
    throw cause;
  }
}

/** Ends what was begun with the old password or address and not finished: links to set a new one, and sign-ins before their second factor. */
export async function deletePendingVerifications(userId: string): Promise<void> {
  await askAccounts((client) => client.verification.deleteMany({ where: { value: userId } }));
}

/** Takes the address of an account as its owner's. */
export async function confirmUser(userId: string): Promise<void> {
  await askAccounts((client) => client.user.updateMany({ where: { id: userId }, data: { emailVerified: true } }));
}
