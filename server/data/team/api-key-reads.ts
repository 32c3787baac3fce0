import { z } from "zod";
import type { LabScope } from "../../lab-scope";
import { type AccountsTransaction, askAccounts } from "../accounts/auth-client";

const keyScopes = z.array(z.enum(["ingest", "read", "manage"]));

export type StoredApiKey = {
  apiKeyId: number;
  labId: number;
  scopes: z.infer<typeof keyScopes>;
  expiresAt: Date | null;
  revokedAt: Date | null;
};

/** A key by the SHA-256 of its text, of whatever lab; null when there is none, or its lab is being deleted. */
export async function findApiKey(keyHash: Uint8Array<ArrayBuffer>): Promise<StoredApiKey | null> {
  const key = await askAccounts((client) =>
    client.apiKey.findUnique({
      where: { keyHash, lab: { deletingAt: null } },
      select: { apiKeyId: true, labId: true, scopes: true, expiresAt: true, revokedAt: true },
    }),
  );
  return key ? { ...key, scopes: keyScopes.parse(key.scopes) } : null;
}

/** The lab's keys, newest first, revoked ones too. */
export async function listApiKeys(scope: LabScope) {
  const keys = await askAccounts((client) =>
    client.apiKey.findMany({
      where: { labId: scope.labId },
      select: {
        apiKeyId: true,
        name: true,
        keyStart: true,
        scopes: true,
        createdAt: true,
        createdBy: true,
        expiresAt: true,
        revokedAt: true,
        lastUsedAt: true,
      },
      orderBy: [{ createdAt: "desc" }, { apiKeyId: "desc" }],
    }),
  );
  return keys.map((key) => ({ ...key, scopes: keyScopes.parse(key.scopes) }));
}

/** How many keys of the lab still work. */
export async function countWorkingKeys(scope: LabScope, tx: AccountsTransaction): Promise<number> {
  const notExpired = [{ expiresAt: null }, { expiresAt: { gt: new Date() } }];
  return tx.apiKey.count({ where: { labId: scope.labId, revokedAt: null, OR: notExpired } });
}

/** What keys are called, by their ids; none of another lab's. */
export async function listApiKeyNames(
  scope: LabScope,
  args: { apiKeyIds: readonly number[] },
): Promise<Map<number, string>> {
  if (args.apiKeyIds.length === 0) return new Map();
  const keys = await askAccounts((client) =>
    client.apiKey.findMany({
      where: { labId: scope.labId, apiKeyId: { in: [...args.apiKeyIds] } },
      select: { apiKeyId: true, name: true },
    }),
  );
  return new Map(keys.map(({ apiKeyId, name }) => [apiKeyId, name]));
}
