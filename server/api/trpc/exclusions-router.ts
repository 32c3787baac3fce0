import { addExclusion, exclusionInput } from "../../services/exclusions/add-exclusion";
import { exclusionRemoval, removeExclusion } from "../../services/exclusions/remove-exclusion";
import { givenTo } from "../http/given";
import { listExclusionViews } from "../rest/cells/exclusions";
import { sharableCell } from "./shares/sharable-cell";
import { labProcedure, router } from "./trpc";

export const exclusionsRouter = router({
  list: sharableCell([]).query(({ ctx, input: { cell } }) => listExclusionViews(ctx.scope, { query: { cell } })),
  add: labProcedure.input(givenTo(exclusionInput)).mutation(async ({ ctx, input }) => {
    const { id } = await addExclusion(ctx.scope, input.given);
    return { id };
  }),
  remove: labProcedure
    .input(givenTo(exclusionRemoval))
    .mutation(({ ctx, input }) => removeExclusion(ctx.scope, input.given)),
});
