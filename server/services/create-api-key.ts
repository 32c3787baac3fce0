import { z } from "zod";
import { createApiKeyText } from "../auth/api-key";
import { requirePermission } from "../auth/roles";
import { insertApiKey } from "../data/config/api-key-writes";
import { insertAudit } from "../data/config/audit-writes";
import { askAccounts } from "../data/config/auth-client";
import { inLabConfig } from "../data/config/in-lab-config";
import type { LabScope } from "../lab-scope";
import { plainName } from "./input-names";

export const KEY_SCOPES = ["ingest", "read", "manage"] as const;

const apiKeyInput = z.strictObject({
  name: plainName,
  scopes: z.array(z.enum(KEY_SCOPES)).min(1),
  expiresAt: z.date().nullable().default(null),
});

/** Makes a key of the lab. Its text is in the answer and nowhere else. */
export async function createApiKey(
  scope: LabScope,
  input: z.input<typeof apiKeyInput>,
): Promise<{ apiKeyId: number; apiKey: string }> {
  requirePermission(scope, "manageKeys");
  const { name, expiresAt, scopes: given } = apiKeyInput.parse(input);
  const scopes = [...new Set(given)];
  const { apiKey, ...stored } = createApiKeyText();
  const { apiKeyId } = await askAccounts((client) =>
    insertApiKey(scope, client, { name, scopes, expiresAt, ...stored }),
  );
  const after = { name, scopes, keyStart: stored.keyStart, expiresAt: expiresAt?.toISOString() ?? null };
  await inLabConfig(scope, (tx) =>
    insertAudit(scope, tx, { action: "api_key.create", subject: String(apiKeyId), before: null, after }),
  );
  return { apiKeyId, apiKey };
}
