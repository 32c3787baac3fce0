import { removeTag, tagRemoval } from "../../services/tags/remove-tag";
import { cellTagInput, tagCycles } from "../../services/tags/tag-cycles";
import { givenTo } from "../http/given";
import { listTagViews } from "../rest/cells/cell-tags";
import { sharableCell } from "./shares/sharable-cell";
import { labProcedure, router } from "./trpc";

export const tagsRouter = router({
  list: sharableCell([]).query(({ ctx, input: { cell } }) => listTagViews(ctx.scope, { params: { name: cell } })),
  add: labProcedure.input(givenTo(cellTagInput)).mutation(async ({ ctx, input }) => {
    const { id, cell } = await tagCycles(ctx.scope, input.given);
    return { id, cell };
  }),
  remove: labProcedure.input(givenTo(tagRemoval)).mutation(({ ctx, input }) => removeTag(ctx.scope, input.given)),
});
