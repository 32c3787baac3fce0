import { z } from "zod";
import { askAccounts } from "./auth-client";

const keyScopes = z.array(z.enum(["ingest", "read", "manage"]));

export type StoredApiKey = {
  apiKeyId: number;
  labId: number;
  scopes: z.infer<typeof keyScopes>;
  expiresAt: Date | null;
  revokedAt: Date | null;
};

/** A key by the SHA-256 of its text, of whatever lab; null when there is none. */
export async function findApiKey(keyHash: Uint8Array<ArrayBuffer>): Promise<StoredApiKey | null> {
  const key = await askAccounts((client) =>
    client.apiKey.findUnique({
      where: { keyHash },
      select: { apiKeyId: true, labId: true, scopes: true, expiresAt: true, revokedAt: true },
    }),
  );
  return key ? { ...key, scopes: keyScopes.parse(key.scopes) } : null;
}
