import { listGroupings } from "../../data/groupings/grouping-reads";
import { inLabConfig } from "../../data/in-lab-config";
import { createGrouping, groupingInput } from "../../services/groupings/create-grouping";
import { groupingRemoval, removeGrouping } from "../../services/groupings/remove-grouping";
import { groupingChanges, updateGrouping } from "../../services/groupings/update-grouping";
import { givenTo } from "../http/given";
import { labProcedure, router } from "./trpc";

export const groupingsRouter = router({
  list: labProcedure.query(async ({ ctx }) => ({
    groupings: await inLabConfig(ctx.scope, (tx) => listGroupings(ctx.scope, tx)),
  })),
  create: labProcedure
    .input(givenTo(groupingInput))
    .mutation(({ ctx, input }) => createGrouping(ctx.scope, input.given)),
  update: labProcedure
    .input(givenTo(groupingChanges))
    .mutation(({ ctx, input }) => updateGrouping(ctx.scope, input.given)),
  remove: labProcedure
    .input(givenTo(groupingRemoval))
    .mutation(({ ctx, input }) => removeGrouping(ctx.scope, input.given)),
});
