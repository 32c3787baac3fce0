import type { PrismaClient } from "./generated/client";
import { prismaClientOf, toDatabaseError } from "./prisma-clients";

/** Accounts, labs, memberships and keys, across labs: for whoever has no scope yet. It cannot see what a lab holds. */
export function authClient(): PrismaClient {
  return prismaClientOf("ct_auth");
}

/** Asks the accounts. @throws AppError `unavailable` when the database does not answer */
export async function askAccounts<T>(ask: (client: PrismaClient) => Promise<T>): Promise<T> {
  try {
    return await ask(authClient());
  } catch (cause) {
    throw toDatabaseError(cause);
  }
}
