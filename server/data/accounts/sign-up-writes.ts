import { askAccounts } from "./auth-client";

/**
 * Removes an account whose address nobody confirmed. Whoever signs up with it later begins anew, with a password of their own: else a
 * stranger could sign up with an address before its owner does, and know the password that its owner then confirms.
 */
export async function deleteUnconfirmedUser(email: string): Promise<void> {
  await askAccounts((client) => client.user.deleteMany({ where: { email, emailVerified: false } }));
}

/** Ends what was begun with the old password or address and not finished: links to set a new one, and sign-ins before their second factor. */
export async function deletePendingVerifications(userId: string): Promise<void> {
  await askAccounts((client) => client.verification.deleteMany({ where: { value: userId } }));
}

/** Takes the address of an account as its owner's. */
export async function confirmUser(userId: string): Promise<void> {
  await askAccounts((client) => client.user.updateMany({ where: { id: userId }, data: { emailVerified: true } }));
}
