import type { Prisma, PrismaClient } from "../generated/client";
import { prismaClientOf, toDatabaseError } from "../prisma-clients";

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

export type AccountsTransaction = Prisma.TransactionClient;

const LIMITS = { maxWait: 20_000, timeout: 30_000 };

/** Runs `work` in a transaction on the accounts. @throws AppError `unavailable` when the database does not answer */
export async function inAccounts<T>(work: (tx: AccountsTransaction) => Promise<T>): Promise<T> {
  return askAccounts((client) => client.$transaction(work, LIMITS));
}
