import { broadcastRevocation } from "../auth/api-key-cache";
import { requirePermission } from "../auth/roles";
import { revokeApiKeysNamed } from "../data/config/api-key-writes";
import { insertAudit } from "../data/config/audit-writes";
import { askAccounts } from "../data/config/auth-client";
import { inLabConfig } from "../data/config/in-lab-config";
import { AppError } from "../errors";
import type { LabScope } from "../lab-scope";

/** Ends every key of that name, at once in processes that hear of it and within seconds in all. */
export async function revokeApiKeys(scope: LabScope, args: { name: string }): Promise<{ revoked: number }> {
  requirePermission(scope, "manageKeys");
  const keys = await askAccounts((client) => revokeApiKeysNamed(scope, client, args));
  if (keys.length === 0)
    throw new AppError("not_found", `There is no key "${args.name}" in this lab that still works.`);
  await broadcastRevocation(keys.map(({ keyHash }) => keyHash));
  await inLabConfig(scope, async (tx) => {
    for (const { apiKeyId } of keys) {
      const subject = String(apiKeyId);
      await insertAudit(scope, tx, { action: "api_key.revoke", subject, before: null, after: null });
    }
  });
  return { revoked: keys.length };
}
