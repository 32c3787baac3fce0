import { listSessionsOfUser } from "../../data/accounts/session-reads";
import { revokeOtherSessions, revokeSession, revokeSessionInput } from "../../services/team/account-sessions";
import { router, userProcedure } from "./trpc";

/** What somebody does with their own account that the account library does not do. */
export const accountRouter = router({
  sessions: userProcedure.query(async ({ ctx }) => {
    const sessions = await listSessionsOfUser({ userId: ctx.user.userId });
    return sessions.map((session) => ({ ...session, isCurrent: session.sessionId === ctx.user.sessionId }));
  }),
  revokeSession: userProcedure
    .input(revokeSessionInput)
    .mutation(({ ctx, input }) => revokeSession(ctx.user.userId, input)),
  revokeOtherSessions: userProcedure.mutation(({ ctx }) =>
    revokeOtherSessions(ctx.user.userId, ctx.user.sessionId ?? null),
  ),
});
