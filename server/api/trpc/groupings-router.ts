import { z } from "zod";
import { listCellsForGroups } from "../../data/cells/cell-reads";
import { listMetadataFields } from "../../data/cells/metadata-field-reads";
import { listGroupings } from "../../data/groupings/grouping-reads";
import { inLabConfig } from "../../data/in-lab-config";
import { ALL_CELLS } from "../../domain/groups/all-cells";
import { defaultMetric } from "../../domain/groups/default-metric";
import { plainName } from "../../domain/cells/input-names";
import { CELL_COLUMN } from "../../domain/cells/cells-passing";
import { fieldChoices, fieldValues } from "../../domain/groups/field-choices";
import type { GroupingDefinition } from "../../domain/groups/input-groupings";
import { ownTags } from "../../domain/tags/cycle-tags";
import type { LabScope } from "../../lab-scope";
import { createGrouping, groupingInput } from "../../services/groupings/create-grouping";
import { groupingRemoval, removeGrouping } from "../../services/groupings/remove-grouping";
import { groupingChanges, updateGrouping } from "../../services/groupings/update-grouping";
import { givenTo } from "../http/given";
import { labProcedure, router } from "./trpc";

export const groupingsRouter = router({
  list: labProcedure.query(({ ctx }) => shownGroupings(ctx.scope)),
  /** Of a field, or of the cells' names, which a filter knows as a column, too. */
  values: labProcedure
    .input(z.object({ field: plainName }))
    .query(({ ctx, input }) => valuesOfField(ctx.scope, input.field)),
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

/**
 * By what the lab's cells are or can be grouped, and their cycles be filtered: its groupings and the built-in one, each with the metric it
 * shows unless asked otherwise, its fields, and the tags of its own.
 */
function shownGroupings(scope: LabScope) {
  return inLabConfig(scope, async (tx) => {
    const { cells } = await listCellsForGroups(scope, tx);
    const withMetric = <Grouping extends { definition: GroupingDefinition }>(grouping: Grouping) => ({
      ...grouping,
      defaultMetric: defaultMetric(grouping.definition, cells),
    });
    const allFields = await listMetadataFields(scope, tx);
    const fields = fieldChoices(allFields, cells);
    const tags = ownTags(cells.flatMap((cell) => cell.tags));
    return {
      groupings: (await listGroupings(scope, tx)).map(withMetric),
      allCells: withMetric(ALL_CELLS),
      fields,
      /** All by which cells can be filtered, with values or without. */
      filterFields: allFields.map(({ name, type, unit }) => ({ name, type, unit })),
      tags,
    };
  });
}

function valuesOfField(scope: LabScope, field: string) {
  return inLabConfig(scope, async (tx) => {
    const { cells } = await listCellsForGroups(scope, tx);
    return fieldValues(cells.map(({ name, metadata }) => (field === CELL_COLUMN ? name : metadata[field])));
  });
}
