import { z } from "zod";
import { requirePermission } from "../../auth/roles";
import { listAudit, listAuditChoices } from "../../data/audit/audit-reads";
import { id, text } from "../../domain/cells/input-text";
import { inLabConfig } from "../../data/in-lab-config";
import { actorNames } from "../actor-names";
import { labProcedure, router } from "./trpc";

const PAGE = 50;
const MAX_TEXT = 128;

const word = text(MAX_TEXT)
  .transform((given) => given || null)
  .nullable()
  .default(null);
export const auditFilter = z.object({ actor: word, action: word, text: word });

export const auditRouter = router({
  list: labProcedure
    /** `cursor`: the last id of the page before. */
    .input(auditFilter.extend({ cursor: id.nullish() }))
    .query(async ({ ctx: { scope }, input: { cursor, actor, action, text } }) => {
      requirePermission(scope, "readAudit");
      const args = { actor, action, text, beforeId: cursor ?? null, limit: PAGE };
      const { rows: entries, isMore } = await inLabConfig(scope, (tx) => listAudit(scope, tx, args));
      const nameOf = await actorNames(scope, [...new Set(entries.map(({ actor }) => actor))]);
      return {
        entries: entries.map(({ at, ...entry }) => ({ ...entry, atMs: at.getTime(), actorName: nameOf(entry.actor) })),
        nextCursor: isMore ? (entries.at(-1)?.auditId ?? null) : null,
      };
    }),
  choices: labProcedure.query(async ({ ctx: { scope } }) => {
    requirePermission(scope, "readAudit");
    const { actors, actions } = await inLabConfig(scope, (tx) => listAuditChoices(scope, tx));
    const nameOf = await actorNames(scope, actors);
    return { actions, actors: actors.map((actor) => ({ actor, name: nameOf(actor) })) };
  }),
});
