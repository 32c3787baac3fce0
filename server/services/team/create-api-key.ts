import { z } from "zod";
import { createApiKeyText } from "../../auth/api-key";
import { inTeam } from "../../auth/in-team";
import { requirePermission } from "../../auth/roles";
import { countWorkingKeys } from "../../data/team/api-key-reads";
import { insertApiKey } from "../../data/team/api-key-writes";
import { insertAudit } from "../../data/audit/audit-writes";
import { AppError } from "../../errors";
import type { LabScope } from "../../lab-scope";
import { plainName } from "../../domain/cells/input-names";

export const KEY_SCOPES = ["ingest", "read", "manage"] as const;
const MAX_KEYS = 200;

export const apiKeyInput = z.strictObject({
  name: plainName,
  scopes: z.array(z.enum(KEY_SCOPES)).min(1, "choose at least one"),
  expiresAt: z
    .date()
    .refine((date) => date.getTime() > Date.now(), "expected a time to come")
    .nullable()
    .default(null),
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
  const apiKeyId = await inTeam(scope, "manageKeys", async (tx, team) => {
    if ((await countWorkingKeys(scope, tx)) >= MAX_KEYS) {
      throw new AppError("conflict", `This lab has ${MAX_KEYS} keys that work. Revoke some that nobody uses.`);
    }
    const made = await insertApiKey(scope, tx, { name, scopes, expiresAt, createdBy: scope.actor, ...stored });
    const after = { scopes, keyStart: stored.keyStart, expiresAt: expiresAt?.toISOString() ?? null };
    await insertAudit(team.scope, tx, { action: "api_key.create", subject: name, before: null, after });
    return made.apiKeyId;
  });
  return { apiKeyId, apiKey };
}
