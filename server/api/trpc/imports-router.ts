import { z } from "zod";
import { listColumnMappings } from "../../data/imports/column-mapping-reads";
import { inLabConfig } from "../../data/in-lab-config";
import { columnMapping } from "../../services/imports/column-mapping";
import { mappingRemoval, removeColumnMapping } from "../../services/imports/remove-column-mapping";
import { mappingRename, renameColumnMapping } from "../../services/imports/rename-column-mapping";
import { mappingInput, saveColumnMapping } from "../../services/imports/save-column-mapping";
import { importUndo, undoImport } from "../../services/imports/undo-import";
import { givenTo } from "../http/given";
import { importDetails, importHistory, importInDetail, importList } from "./import-views";
import { labProcedure, router } from "./trpc";

/** A mapping is parsed as it is read: a second time would cost as much as all else. */
const parsedMapping = z.custom<z.output<typeof columnMapping>>();
const mappingList = z.object({
  mappings: z.array(z.object({ name: z.string(), mapping: parsedMapping, updatedAtMs: z.number() })),
});

const mappingsRouter = router({
  list: labProcedure.output(mappingList).query(async ({ ctx: { scope } }) => {
    const saved = await inLabConfig(scope, (tx) => listColumnMappings(scope, tx));
    return {
      mappings: saved.map(({ name, mapping, updatedAt }) => {
        return { name, mapping: columnMapping.parse(mapping), updatedAtMs: updatedAt.getTime() };
      }),
    };
  }),
  save: labProcedure
    .input(givenTo(mappingInput))
    .mutation(({ ctx, input }) => saveColumnMapping(ctx.scope, input.given)),
  rename: labProcedure
    .input(givenTo(mappingRename))
    .mutation(({ ctx, input }) => renameColumnMapping(ctx.scope, input.given)),
  remove: labProcedure
    .input(givenTo(mappingRemoval))
    .mutation(({ ctx, input }) => removeColumnMapping(ctx.scope, input.given)),
});

/** The lab's version rises with every step of an import, so pages that hear of it ask again. Files come by `uploadImport`. */
export const importsRouter = router({
  list: labProcedure
    /** `cursor`: as the page before answered it. */
    .input(z.object({ cursor: z.uuid().nullish() }))
    .output(importList)
    .query(({ ctx, input }) => importHistory(ctx.scope, input.cursor ?? null)),
  get: labProcedure
    .input(z.object({ importId: z.uuid() }))
    .output(importDetails)
    .query(({ ctx, input }) => importInDetail(ctx.scope, input.importId)),
  undo: labProcedure.input(givenTo(importUndo)).mutation(({ ctx, input }) => undoImport(ctx.scope, input.given)),
  mappings: mappingsRouter,
});
