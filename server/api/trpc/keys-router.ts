import { z } from "zod";
import { id } from "../../domain/cells/input-text";
import { requirePermission } from "../../auth/roles";
import { listApiKeys } from "../../data/team/api-key-reads";
import { samplesOfLastDay } from "../../jobs/key-samples";
import { apiKeyInput, createApiKey } from "../../services/team/create-api-key";
import { revokeApiKeys } from "../../services/team/revoke-api-keys";
import { actorNames } from "../actor-names";
import { labProcedure, router } from "./trpc";

/** As JSON has it: a time is text. */
const keyInput = apiKeyInput.strip().extend({
  expiresAt: z.iso
    .datetime()
    .transform((text) => new Date(text))
    .nullable()
    .default(null),
});

export const keysRouter = router({
  list: labProcedure.query(async ({ ctx: { scope } }) => {
    requirePermission(scope, "manageKeys");
    const keys = await listApiKeys(scope);
    const nameOf = await actorNames(scope, [...new Set(keys.flatMap(({ createdBy }) => createdBy ?? []))]);
    const samples = await samplesOfLastDay(keys.map(({ apiKeyId }) => apiKeyId));
    return {
      keys: keys.map(({ createdAt, createdBy, expiresAt, revokedAt, lastUsedAt, ...key }, index) => ({
        ...key,
        createdAtMs: createdAt.getTime(),
        creator: createdBy === null ? null : nameOf(createdBy),
        expiresAtMs: expiresAt?.getTime() ?? null,
        revokedAtMs: revokedAt?.getTime() ?? null,
        lastUsedAtMs: lastUsedAt?.getTime() ?? null,
        /** null while it is unknown. */
        samplesOfLastDay: samples?.[index] ?? null,
      })),
    };
  }),
  create: labProcedure
    .input(keyInput)
    .mutation(({ ctx, input: { name, scopes, expiresAt } }) => createApiKey(ctx.scope, { name, scopes, expiresAt })),
  revoke: labProcedure
    .input(z.object({ apiKeyId: id }))
    .mutation(({ ctx, input: { apiKeyId } }) => revokeApiKeys(ctx.scope, { apiKeyId })),
});
