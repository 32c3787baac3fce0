import { setImmediate as othersTurn } from "node:timers/promises";
import { z } from "zod";
import { cycleNumber, id, text } from "../../domain/cells/input-text";
import { METRIC_NAMES } from "../../domain/cycles/metrics";
import { writeAhead } from "../../domain/groups/group-texts";
import type { GroupsView } from "../../domain/groups/groups-view";
import { toCycleFilter } from "../../domain/tags/cycle-filter";
import { CYCLE_KINDS, type CycleKind } from "../../domain/tags/cycle-tags";
import { groupAgeing } from "../../statistics/group-ageing";
import { groupDeviations, groupsChanges, groupsView } from "../../statistics/group-statistics";
import { strayCells } from "../../statistics/stray-cells";
import { labProcedure, router } from "./trpc";

/** Of the keys of groups. */
const MAX_KEY = 4000;
/** Id 0 is the built-in grouping of all cells. */
const grouping = z.object({ groupingId: id.or(z.literal(0)) });
const shown = grouping.extend({
  metric: z.enum(METRIC_NAMES),
  /** The kind of the cycles that are asked for; null: all. */
  kind: z.enum(CYCLE_KINDS).nullable().default(null),
});

const filtered = <Input extends { kind: CycleKind | null }>({ kind, ...input }: Input) => ({
  ...input,
  filter: toCycleFilter(kind === null ? [] : [kind], null),
});

/** With a turn for everybody else after each group: writing a large view would hold them all. */
async function writtenAhead(view: GroupsView): Promise<GroupsView> {
  for (const group of view.groups) if (writeAhead(group)) await othersTurn();
  return view;
}

export const groupsRouter = router({
  view: labProcedure
    .input(shown)
    .query(async ({ ctx, input }) => writtenAhead(await groupsView(ctx.scope, filtered(input)))),
  changes: labProcedure.input(shown.extend({ sinceVersion: z.int().nonnegative() })).query(async ({ ctx, input }) => {
    const delta = await groupsChanges(ctx.scope, filtered(input));
    return delta.kind === "full" ? { ...delta, view: await writtenAhead(delta.view) } : delta;
  }),
  strays: labProcedure
    .input(grouping)
    .query(async ({ ctx, input }) => ({ groups: await strayCells(ctx.scope, { ...input, group: null }) })),
  ageing: labProcedure
    .input(grouping.extend({ group: text(MAX_KEY).nullable() }))
    .query(({ ctx, input }) => groupAgeing(ctx.scope, input)),
  deviations: labProcedure
    .input(shown.extend({ cycle: cycleNumber, group: text(MAX_KEY).nullable() }))
    .query(({ ctx, input }) => groupDeviations(ctx.scope, filtered(input))),
});
