import { z } from "zod";
import { cycleNumber, id, text } from "../../domain/cells/input-text";
import { METRIC_NAMES } from "../../domain/cycles/metrics";
import { groupAgeing } from "../../statistics/group-ageing";
import { groupDeviations, groupsChanges, groupsView } from "../../statistics/group-statistics";
import { strayCells } from "../../statistics/stray-cells";
import { labProcedure, router } from "./trpc";

/** Of the keys of groups. */
const MAX_KEY = 4000;
/** Id 0 is the built-in grouping of all cells. */
const grouping = z.object({ groupingId: id.or(z.literal(0)) });
const shown = grouping.extend({ metric: z.enum(METRIC_NAMES) });

export const groupsRouter = router({
  view: labProcedure.input(shown).query(({ ctx, input }) => groupsView(ctx.scope, input)),
  changes: labProcedure
    .input(shown.extend({ sinceVersion: z.int().nonnegative() }))
    .query(({ ctx, input }) => groupsChanges(ctx.scope, input)),
  strays: labProcedure
    .input(grouping)
    .query(async ({ ctx, input }) => ({ groups: await strayCells(ctx.scope, input) })),
  ageing: labProcedure
    .input(grouping.extend({ group: text(MAX_KEY).nullable() }))
    .query(({ ctx, input }) => groupAgeing(ctx.scope, input)),
  deviations: labProcedure
    .input(shown.extend({ cycle: cycleNumber, group: text(MAX_KEY).nullable() }))
    .query(({ ctx, input }) => groupDeviations(ctx.scope, input)),
});
