import { listCellsForGroups } from "../../data/cells/cell-reads";
import { listGroupings } from "../../data/groupings/grouping-reads";
import { inLabConfig } from "../../data/in-lab-config";
import { ALL_CELLS } from "../../domain/groups/all-cells";
import { defaultMetric } from "../../domain/groups/default-metric";
import type { GroupingDefinition } from "../../domain/groups/groupings";
import type { LabScope } from "../../lab-scope";
import { createGrouping, groupingInput } from "../../services/groupings/create-grouping";
import { groupingRemoval, removeGrouping } from "../../services/groupings/remove-grouping";
import { groupingChanges, updateGrouping } from "../../services/groupings/update-grouping";
import { givenTo } from "../http/given";
import { labProcedure, router } from "./trpc";

export const groupingsRouter = router({
  list: labProcedure.query(({ ctx }) => shownGroupings(ctx.scope)),
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

/** The lab's groupings and the built-in one, each with the metric it shows unless asked otherwise. */
function shownGroupings(scope: LabScope) {
  return inLabConfig(scope, async (tx) => {
    const { cells } = await listCellsForGroups(scope, tx);
    const withMetric = <Grouping extends { definition: GroupingDefinition }>(grouping: Grouping) => ({
      ...grouping,
      defaultMetric: defaultMetric(grouping.definition, cells),
    });
    return { groupings: (await listGroupings(scope, tx)).map(withMetric), allCells: withMetric(ALL_CELLS) };
  });
}
