import { z } from "zod";
import { METRIC_NAMES } from "../../../domain/cycles/metrics";
import type { LabScope } from "../../../lab-scope";
import { strayCells } from "../../../statistics/stray-cells";
import { toColumns } from "../../tables/table";
import { cycleFilterAnswer, filterInQuery, filterOfQuery, type FilterQuery } from "./filter-query";
import { groupingIdOf, groupingParams } from "./groupings";
import { aboutStatistics, statisticsAbout } from "./about-statistics";
import { METRIC_DEFINITIONS, METRIC_UNITS } from "./metric-definitions";
import { defineOperation } from "../operation";
import { nullableNumber } from "../shared-schemas";

const strayRow = z
  .object({
    cell: z.string(),
    group: z.string(),
    metric: z.enum(METRIC_NAMES),
    cycle: z.int().meta({ description: "The last cycle that at least 90 % of the group's cells share" }),
    since: z.int().meta({
      description:
        "First cycle of the unbroken stretch up to `cycle` in which it is flagged, by the group's statistics cycles; those at which it has no verdict do not break it",
    }),
    mayBeginEarlier: z.boolean().meta({ description: "The stretch is longer than was looked back" }),
    value: nullableNumber,
    relativeDeviation: nullableNumber,
    robustScore: nullableNumber,
    persistence: z.int().meta({ description: "In how many of the last ten statistics cycles it was flagged" }),
  })
  .meta({ id: "Stray" });

export const listStraysOperation = defineOperation({
  method: "GET",
  path: "/api/v1/groupings/{id}/strays",
  summary: "The cells that stray, over all metrics at once, and since when",
  description: "A row a cell and metric in which it is flagged. See the deviations of a grouping for what that takes.",
  keyScopes: ["read"],
  granted: { kind: "grouping", read: "strays" },
  params: groupingParams,
  query: z.strictObject({
    ...filterInQuery,
    group: z.string().optional().meta({ description: "Key or name of one group; all when missing" }),
  }),
  body: null,
  answer: {
    status: 200,
    description: "Group by group, cell by cell",
    schema: z.object({ filter: cycleFilterAnswer, strays: z.array(strayRow), about: statisticsAbout }),
  },
  table: ({ strays, filter, about }) => ({
    columns: toColumns(strayRow, strays),
    about: { filter, definitions: METRIC_DEFINITIONS, units: METRIC_UNITS, ...about },
  }),
  refusals: ["not_found"],
});

export async function listStrayViews(
  scope: LabScope,
  { params, query }: { params: { id: string }; query: { group?: string | undefined } & FilterQuery },
) {
  const filter = filterOfQuery(query);
  const groupingId = groupingIdOf(params);
  const groups = await strayCells(scope, { groupingId, group: query.group ?? null, filter });
  const strays = groups.flatMap(({ name: group, cells }) =>
    cells.flatMap(({ cell, metrics }) => metrics.map((stray) => ({ cell, group, ...stray }))),
  );
  return { filter, strays, about: await aboutStatistics(scope, groupingId) };
}
