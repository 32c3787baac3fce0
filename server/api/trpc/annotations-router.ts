import { z } from "zod";
import { knownCellName } from "../../domain/cells/input-names";
import { addAnnotation, annotationInput } from "../../services/annotations/add-annotation";
import { annotationRemoval, removeAnnotation } from "../../services/annotations/remove-annotation";
import { givenTo } from "../http/given";
import { listAnnotationViews } from "../rest/cells/annotations";
import { requireCell } from "./shares/share";
import { labProcedure, router, sharableProcedure } from "./trpc";

export const annotationsRouter = router({
  list: sharableProcedure.input(z.object({ cell: knownCellName.optional() })).query(({ ctx, input: { cell } }) => {
    requireCell(ctx.share, cell ?? null, ["cell"]);
    return listAnnotationViews(ctx.scope, { query: { cell } });
  }),
  add: labProcedure.input(givenTo(annotationInput)).mutation(async ({ ctx, input }) => {
    const { id } = await addAnnotation(ctx.scope, input.given);
    return { id };
  }),
  remove: labProcedure
    .input(givenTo(annotationRemoval))
    .mutation(({ ctx, input }) => removeAnnotation(ctx.scope, input.given)),
});
