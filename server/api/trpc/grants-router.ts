import { requirePermission } from "../../auth/roles";
import { grantInput } from "../../services/grants/create-grant";
import { grantRevocation, revokeGrant } from "../../services/grants/revoke-grant";
import { shareView, viewShare } from "../../services/grants/share-view";
import { givenTo } from "../http/given";
import { listGrantViews, makeGrant } from "../rest/grants";
import { labProcedure, router } from "./trpc";

export const grantsRouter = router({
  list: labProcedure.query(({ ctx: { scope } }) => {
    requirePermission(scope, "manageKeys");
    return listGrantViews(scope);
  }),
  create: labProcedure.input(givenTo(grantInput)).mutation(({ ctx, input }) => makeGrant(ctx.scope, input.given)),
  /** Shares a view of a page; `path` is where it is opened. */
  share: labProcedure.input(givenTo(viewShare)).mutation(async ({ ctx, input }) => {
    const { grantId: id, grant, expiresAt } = await shareView(ctx.scope, input.given);
    return { id, path: `/shared#${grant}`, expiresAt: expiresAt.toISOString() };
  }),
  revoke: labProcedure
    .input(givenTo(grantRevocation))
    .mutation(({ ctx, input }) => revokeGrant(ctx.scope, input.given)),
});
