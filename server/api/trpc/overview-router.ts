import { finishedToday, labOverview } from "../overview/lab-overview";
import { labProcedure, router } from "./trpc";

export const overviewRouter = router({
  cells: labProcedure.query(({ ctx }) => labOverview(ctx.scope)),
  today: labProcedure.query(({ ctx }) => finishedToday(ctx.scope)),
});
