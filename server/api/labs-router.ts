import { labsOfUser } from "./labs-of-user";
import { router, userProcedure } from "./trpc";

export const labsRouter = router({
  mine: userProcedure.query(async ({ ctx }) => ({ user: ctx.user, labs: await labsOfUser(ctx.user.userId) })),
});
