import { setImmediate as othersTurn } from "node:timers/promises";
import { z } from "zod";
import { knownCellName } from "../../domain/cells/input-names";
import { cycleNumber, text } from "../../domain/cells/input-text";
import { writeAhead } from "../../domain/groups/group-texts";
import type { GroupsView } from "../../domain/groups/groups-view";
import { showsGroup } from "../../domain/labs/granted-view";
import { OTHER_X_AXES } from "../../domain/groups/x-axes";
import { toCycleFilter } from "../../domain/tags/cycle-filter";
import { cellLines } from "../../statistics/cell-lines";
import { groupAgeing } from "../../statistics/group-ageing";
import { basesOfGroups, groupDeviations, groupsChanges, groupsView } from "../../statistics/group-statistics";
import { groupsOverX } from "../../statistics/groups-over-x";
import { strayCells } from "../../statistics/stray-cells";
import {
  groupsShown,
  overXShown,
  requireCellsOf,
  requireLines,
  shownGroups,
  viewShown,
} from "./shares/groups-of-share";
import { groupingInput, statisticsInput } from "./shown-groups";
import { labProcedure, router, sharableProcedure } from "./trpc";

/** Of the keys of groups. */
const MAX_KEY = 4000;

const filtered = <Input extends { tag: string | null; rateC: number | null }>({ tag, rateC, ...input }: Input) => ({
  ...input,
  filter: toCycleFilter(tag === null ? [] : [tag], rateC),
});

/** With a turn for everybody else after each group: writing a large view would hold them all. */
async function writtenAhead(view: GroupsView): Promise<GroupsView> {
  for (const group of view.groups) if (writeAhead(group)) await othersTurn();
  return view;
}

export const groupsRouter = router({
  view: sharableProcedure.input(statisticsInput).query(async ({ ctx, input }) => {
    const ofShare = shownGroups(ctx.share, { ...input, x: null });
    return viewShown(ctx.share, ofShare, await writtenAhead(await groupsView(ctx.scope, filtered(input))));
  }),
  changes: labProcedure
    .input(statisticsInput.extend({ sinceVersion: z.int().nonnegative() }))
    .query(async ({ ctx, input }) => {
      const delta = await groupsChanges(ctx.scope, filtered(input));
      return delta.kind === "full" ? { ...delta, view: await writtenAhead(delta.view) } : delta;
    }),
  overX: sharableProcedure.input(statisticsInput.extend({ x: z.enum(OTHER_X_AXES) })).query(async ({ ctx, input }) => {
    const ofShare = shownGroups(ctx.share, input);
    const answer = await groupsOverX(ctx.scope, filtered(input));
    return ofShare === null ? answer : overXShown(ofShare, answer);
  }),
  bases: sharableProcedure.input(statisticsInput).query(async ({ ctx, input }) => {
    const ofShare = shownGroups(ctx.share, input);
    return groupsShown(ofShare, await basesOfGroups(ctx.scope, filtered(input)));
  }),
  cells: sharableProcedure
    .input(
      statisticsInput.extend({
        group: text(MAX_KEY).nullable().default(null),
        cell: knownCellName.nullable().default(null),
      }),
    )
    .query(async ({ ctx, input }) => {
      const ofShare = shownGroups(ctx.share, input);
      requireLines(ctx.share, ofShare, input);
      const shows = (key: string) => ofShare === null || showsGroup(ofShare, key);
      return cellLines(ctx.scope, { ...filtered(input), shows });
    }),
  strays: labProcedure
    .input(groupingInput)
    .query(async ({ ctx, input }) => ({ groups: await strayCells(ctx.scope, { ...input, group: null }) })),
  ageing: labProcedure
    .input(groupingInput.extend({ group: text(MAX_KEY).nullable() }))
    .query(({ ctx, input }) => groupAgeing(ctx.scope, input)),
  deviations: sharableProcedure
    .input(statisticsInput.extend({ cycle: cycleNumber, group: text(MAX_KEY).nullable() }))
    .query(({ ctx, input }) => {
      requireCellsOf(ctx.share, shownGroups(ctx.share, input), input.group);
      return groupDeviations(ctx.scope, { ...filtered(input), isKey: true });
    }),
});
