import { inLabConfig } from "../../data/in-lab-config";
import { listSavedViews } from "../../data/views/saved-view-reads";
import { removeSavedView, viewRemoval } from "../../services/views/remove-saved-view";
import { renameSavedView, viewRename } from "../../services/views/rename-saved-view";
import { saveView, viewToSave } from "../../services/views/save-view";
import { givenTo } from "../http/given";
import { labProcedure, router } from "./trpc";

export const viewsRouter = router({
  list: labProcedure.query(async ({ ctx: { scope } }) => ({
    views: await inLabConfig(scope, (tx) => listSavedViews(scope, tx)),
  })),
  save: labProcedure.input(givenTo(viewToSave)).mutation(({ ctx, input }) => saveView(ctx.scope, input.given)),
  rename: labProcedure.input(givenTo(viewRename)).mutation(({ ctx, input }) => renameSavedView(ctx.scope, input.given)),
  remove: labProcedure
    .input(givenTo(viewRemoval))
    .mutation(({ ctx, input }) => removeSavedView(ctx.scope, input.given)),
});
