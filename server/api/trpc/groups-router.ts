import { z } from "zod";
import { METRIC_NAMES } from "../../domain/cycles/metrics";
import { groupDeviations, groupsChanges, groupsView } from "../../statistics/group-statistics";
import { strayCells } from "../../statistics/stray-cells";
import { labProcedure, router } from "./trpc";

/** Id 0 is the built-in grouping of all cells. */
const grouping = z.object({ groupingId: z.int().nonnegative() });
const shown = grouping.extend({ metric: z.enum(METRIC_NAMES) });

export const groupsRouter = router({
  view: labProcedure.input(shown).query(({ ctx, input }) => groupsView(ctx.scope, input)),
  changes: labProcedure
    .input(shown.extend({ sinceVersion: z.int().nonnegative() }))
    .query(({ ctx, input }) => groupsChanges(ctx.scope, input)),
  strays: labProcedure
    .input(grouping)
    .query(async ({ ctx, input }) => ({ groups: await strayCells(ctx.scope, input) })),
  deviations: labProcedure
    .input(shown.extend({ cycle: z.int(), group: z.string().nullable() }))
    .query(({ ctx, input }) => groupDeviations(ctx.scope, input)),
});
