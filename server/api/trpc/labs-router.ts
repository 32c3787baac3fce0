import { z } from "zod";
import { inLab } from "../../data/in-lab";
import { inLabConfig } from "../../data/in-lab-config";
import { findLabBySlug, getLabSettings } from "../../data/labs/lab-reads";
import { countTestsByFormulas } from "../../data/series/test-state-reads";
import { text } from "../../domain/cells/input-text";
import { proposeSlug, SLUG } from "../../domain/labs/lab-slugs";
import { countUse } from "../../jobs/usage-counts";
import { createOwnLab, ownLabInput } from "../../services/labs/create-own-lab";
import { deleteLab } from "../../services/labs/delete-lab";
import { labChanges, updateLab } from "../../services/labs/update-lab";
import { labsOfUser } from "../pages/labs-of-user";
import { labProcedure, router, userProcedure } from "./trpc";

const MAX_NAME = 128;
/** A form asks while somebody types; whoever wants to know which labs there are asks more. */
const SLUG_CHECKS = { most: 300, windowS: 3_600, refusal: "Too many addresses were asked for. Try again in an hour." };

export const labsRouter = router({
  mine: userProcedure.query(async ({ ctx }) => ({ user: ctx.user, labs: await labsOfUser(ctx.user.userId) })),
  /** Whether a new lab may have that address. */
  checkSlug: userProcedure.input(z.object({ slug: text(MAX_NAME) })).query(async ({ ctx, input: { slug } }) => {
    if (!SLUG.test(slug)) return { slug, state: "malformed" as const, proposal: proposeSlug(slug) };
    await countUse([{ of: ["slugs asked by", ctx.user.userId], ...SLUG_CHECKS }]);
    return { slug, state: (await findLabBySlug(slug)) ? ("taken" as const) : ("free" as const), proposal: slug };
  }),
  create: userProcedure
    .input(ownLabInput)
    .mutation(({ ctx, input }) => createOwnLab({ userId: ctx.user.userId }, input)),
  settings: labProcedure.query(({ ctx: { scope } }) => inLabConfig(scope, (tx) => getLabSettings(scope, tx))),
  /** How many tests are left that older formulas computed. */
  formulas: labProcedure.query(({ ctx: { scope } }) => inLab(scope, (tx) => countTestsByFormulas(scope, tx))),
  update: labProcedure
    .input(z.object({ changes: labChanges }))
    .mutation(({ ctx, input: { changes } }) => updateLab(ctx.scope, changes)),
  delete: labProcedure.input(z.object({ name: text(1000) })).mutation(async ({ ctx, input: { name } }) => {
    await deleteLab(ctx.scope, { name });
    return { done: true };
  }),
});
