import { broadcastRevocation } from "../../auth/api-key-cache";
import { inTeam } from "../../auth/in-team";
import { endApiKeys } from "../../data/team/api-key-writes";
import { insertAudit } from "../../data/audit/audit-writes";
import { AppError } from "../../errors";
import type { LabScope } from "../../lab-scope";

/**
 * Ends a key, or every key of a name: at once in processes that hear of it and within seconds in all.
 * @throws AppError `not_found` when none of them works any more
 */
export async function revokeApiKeys(
  scope: LabScope,
  which: { name: string } | { apiKeyId: number },
): Promise<{ revoked: number }> {
  const keys = await inTeam(scope, "manageKeys", async (tx, team) => {
    const ended = await endApiKeys(scope, tx, which);
    for (const { name, apiKeyId } of ended) {
      await insertAudit(team.scope, tx, { action: "api_key.revoke", subject: name, before: { apiKeyId }, after: null });
    }
    return ended;
  });
  if (keys.length === 0) {
    const requested = "name" in which ? `"${which.name}" ` : "";
    throw new AppError("not_found", `There is no key ${requested}in this lab that still works.`);
  }
  await broadcastRevocation(keys.map(({ keyHash }) => keyHash));
  return { revoked: keys.length };
}
