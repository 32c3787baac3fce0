import type { KeyScope, LabScope } from "../../lab-scope";
import type { Prisma } from "./generated/client";

type AccountsTransaction = Prisma.TransactionClient;

export async function insertApiKey(
  scope: LabScope,
  tx: AccountsTransaction,
  args: {
    name: string;
    keyHash: Uint8Array<ArrayBuffer>;
    keyStart: string;
    scopes: KeyScope[];
    expiresAt: Date | null;
  },
): Promise<{ apiKeyId: number }> {
  return tx.apiKey.create({ data: { ...args, labId: scope.labId }, select: { apiKeyId: true } });
}

/** Ends the keys of that name that still work. @returns the hashes of those it ended */
export async function revokeApiKeysNamed(
  scope: LabScope,
  tx: AccountsTransaction,
  args: { name: string },
): Promise<{ apiKeyId: number; keyHash: Uint8Array }[]> {
  return tx.apiKey.updateManyAndReturn({
    where: { labId: scope.labId, name: args.name, revokedAt: null },
    data: { revokedAt: new Date() },
    select: { apiKeyId: true, keyHash: true },
  });
}
