import type { KeyScope, LabScope } from "../../lab-scope";
import { type AccountsTransaction, askAccounts } from "../accounts/auth-client";

export async function insertApiKey(
  scope: LabScope,
  tx: AccountsTransaction,
  args: {
    name: string;
    keyHash: Uint8Array<ArrayBuffer>;
    keyStart: string;
    scopes: KeyScope[];
    expiresAt: Date | null;
    /** Whoever made it, as the audit names them. */
    createdBy: string;
  },
): Promise<{ apiKeyId: number }> {
  return tx.apiKey.create({ data: { ...args, labId: scope.labId }, select: { apiKeyId: true } });
}

/** Ends those of the lab's keys that still work: of that name, of that id, or all. @returns the hashes of those it ended */
export async function endApiKeys(
  scope: LabScope,
  tx: AccountsTransaction,
  which: { name?: string; apiKeyId?: number },
): Promise<{ apiKeyId: number; name: string; keyHash: Uint8Array }[]> {
  return tx.apiKey.updateManyAndReturn({
    where: { labId: scope.labId, ...which, revokedAt: null },
    data: { revokedAt: new Date() },
    select: { apiKeyId: true, name: true, keyHash: true },
  });
}

/** Notes that keys were used, by their ids, which whoever used them proved to have. */
export async function updateLastUsed(uses: ReadonlyMap<number, Date>): Promise<void> {
  // Of keys used in one stretch of seconds the last moment is near enough for all.
  const at = new Date(Math.max(...[...uses.values()].map((date) => date.getTime())));
  await askAccounts((client) =>
    client.apiKey.updateMany({ where: { apiKeyId: { in: [...uses.keys()] } }, data: { lastUsedAt: at } }),
  );
}
