import { requirePermission } from "../../auth/roles";
import { grantInput } from "../../services/grants/create-grant";
import { grantRevocation, revokeGrant } from "../../services/grants/revoke-grant";
import { shareView, viewShare } from "../../services/grants/share-view";
import { givenTo } from "../http/given";
import { listGrantViews, makeGrant } from "../rest/grants";
import { freezeView, pageQuestions } from "./shares/freeze-view";
import { labProcedure, router } from "./trpc";

export const grantsRouter = router({
  list: labProcedure.query(({ ctx: { scope } }) => {
    requirePermission(scope, "manageKeys");
    return listGrantViews(scope);
  }),
  create: labProcedure.input(givenTo(grantInput)).mutation(({ ctx, input }) => makeGrant(ctx.scope, input.given)),
  /** Shares a view of a page, or what it shows now, by the questions that the page asks; `path` is where it is opened. */
  share: labProcedure
    .input(givenTo(viewShare).extend({ questions: pageQuestions.nullable().default(null) }))
    .mutation(async ({ ctx, input: { given, questions } }) => {
      const made = await shareView(ctx.scope, given);
      if (questions !== null) await freezeView(ctx.scope, made, { questions, user: ctx.user });
      return { id: made.grantId, path: `/shared#${made.grant}`, expiresAt: made.expiresAt.toISOString() };
    }),
  revoke: labProcedure
    .input(givenTo(grantRevocation))
    .mutation(({ ctx, input }) => revokeGrant(ctx.scope, input.given)),
});
