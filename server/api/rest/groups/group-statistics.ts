import { z } from "zod";
import { METRIC_NAMES, METRICS, type MetricName, UNCERTAINTY_LIMITS } from "../../../domain/cycles/metrics";
import { CAPACITY_GRADES, type CapacityGrade, capacityGrade } from "../../../domain/cycles/quality/capacity-grade";
import { knownCellName } from "../../../domain/cells/input-names";
import { INTERPOLATION, OTHER_X_AXES, type OtherX } from "../../../domain/groups/x-axes";
import { AppError } from "../../../errors";
import type { LabScope } from "../../../lab-scope";
import type { RequestedReference } from "../../../statistics/reference-series";
import { groupCycles, groupDeviations } from "../../../statistics/group-statistics";
import { type CellValue, type ColumnType, type Table, type TableColumn, toColumns } from "../../tables/table";
import { aboutStatistics, statisticsAbout } from "./about-statistics";
import { groupingIdOf, groupingParams } from "./groupings";
import { METRIC_DEFINITIONS, METRIC_UNITS } from "./metric-definitions";
import { defineOperation } from "../operation";
import { cycleFilterAnswer, filterInQuery, type FilterQuery, filterOfQuery } from "./filter-query";
import { nullableNumber, cycleInQuery } from "../shared-schemas";

const metric = z
  .enum(METRIC_NAMES)
  .meta({ description: "Name of a metric, as in a cycle", examples: ["capacityRetention"] });

const column = z.array(z.number());
const differences = z.array(nullableNumber);
const grade = z.enum(CAPACITY_GRADES).nullable();
const GRADES = "Of capacities, by their uncertainty: A up to 1e-4 of it, B 1e-3, C 1e-2, else D";

/** What a reader of a metric's statistics has to know of them. */
const ofMetric = {
  unit: z.string().meta({ description: "Of the values; 1 for a ratio" }),
  definition: z.string(),
  about: statisticsAbout,
};

const groupCyclesAnswer = z.object({
  metric: z.enum(METRIC_NAMES),
  x: z.enum(["cycle", ...OTHER_X_AXES]),
  filter: cycleFilterAnswer,
  reference: z
    .object({ group: z.string().nullable(), cell: z.string().nullable() })
    .nullable()
    .meta({ description: "What the groups are compared with, as it was asked for" }),
  groups: z.array(
    z
      .object({
        key: z.string(),
        name: z.string(),
        cells: z.int().meta({ description: "Number of cells in the group, with values or without" }),
        x: column.optional().meta({ description: "Places on another axis than the cycle number" }),
        cycle: z.array(z.int()),
        mean: column,
        std: z.array(nullableNumber).meta({ description: "Of the sample (n − 1); null where n = 1" }),
        n: z.array(z.int()),
        min: column,
        max: column,
        median: column,
        q1: column.meta({ description: "First quartile, interpolated linearly (as numpy's and pandas' default)" }),
        q3: column.meta({ description: "Third quartile, likewise" }),
        thinned: z.array(z.boolean()).meta({
          description:
            "n is under 90 % of the group's largest: who is missing shapes the mean, so it is no base for a rate",
        }),
        uncertainty: z
          .array(nullableNumber)
          .optional()
          .meta({
            description: `Of capacities and the coulombic efficiency: the mean is off by at most about ± this, the mean of its cells' bounds; null where one of them is not known; ${UNCERTAINTY_LIMITS}`,
          }),
        grade: z.array(grade).optional().meta({ description: GRADES }),
        difference: differences.optional().meta({
          description: "Mean − that of the reference at this cycle; null where the reference has none",
        }),
        relativeDifference: differences.optional().meta({ description: "`difference` ÷ the mean of the reference" }),
      })
      .meta({ id: "GroupSeries" }),
  ),
  unassigned: z.int().meta({ description: "Cells that no group takes" }),
  ...ofMetric,
  about: statisticsAbout
    .extend({
      interpolation: z
        .string()
        .optional()
        .meta({ description: "How values come to stand at `x`, where it is asked for" }),
    })
    .meta({ id: "GroupCyclesAbout" }),
});

const deviationRow = z
  .object({
    cell: z.string(),
    group: z.string(),
    value: nullableNumber,
    uncertainty: nullableNumber.meta({
      description: `Of capacities and the coulombic efficiency: at most about ± this; ${UNCERTAINTY_LIMITS}`,
    }),
    grade: grade.meta({ description: GRADES }),
    sigmas: nullableNumber,
    percentDeviation: nullableNumber,
    relativeDeviation: nullableNumber,
    robustScore: nullableNumber,
    flagged: z.boolean(),
    persistence: z.int().meta({ description: "In how many of the last ten statistics cycles it was flagged" }),
    verdict: z.enum(["ok", "stray", "too_few_cells", "no_value"]),
  })
  .meta({ id: "Deviation" });

const groupDeviationsAnswer = z.object({
  metric: z.enum(METRIC_NAMES),
  cycle: z.int(),
  filter: cycleFilterAnswer,
  cells: z.array(deviationRow),
  ...ofMetric,
});

/** The values of a group's columns that stand in every row of the table. */
const SERIES = ["cycle", "mean", "std", "n", "min", "max", "median", "q1", "q3", "thinned"] as const;

/** A row a group and cycle. */
function groupCyclesTable({ groups, about, ...ofAll }: z.output<typeof groupCyclesAnswer>): Table {
  const { x, reference } = ofAll;
  const ofGroups = (value: (group: (typeof groups)[number]) => string) =>
    groups.flatMap((group) => group.cycle.map(() => value(group)));
  return {
    columns: [
      { name: "group", type: "text", values: ofGroups(({ name }) => name) },
      { name: "key", type: "text", values: ofGroups(({ key }) => key) },
      ...(x === "cycle" ? [] : [xColumn(groups)]),
      ...SERIES.map(
        (name): TableColumn => ({
          name,
          type: SERIES_TYPES[name],
          values: groups.flatMap((group): CellValue[] => [...group[name]]),
        }),
      ),
      ...BOUNDS.filter(({ name }) => groups.some((group) => group[name])).map(({ name, type }) =>
        optionalColumn(groups, name, type),
      ),
      ...(reference === null ? [] : DIFFERENCES.map((name) => optionalColumn(groups, name, "number"))),
    ],
    about: { ...ofAll, ...about },
  };
}
const DIFFERENCES = ["difference", "relativeDifference"] as const;
const BOUNDS = [
  { name: "uncertainty", type: "number" },
  { name: "grade", type: "text" },
] as const;
const optionalColumn = (
  groups: z.output<typeof groupCyclesAnswer>["groups"],
  name: (typeof DIFFERENCES)[number] | (typeof BOUNDS)[number]["name"],
  type: ColumnType,
): TableColumn => ({
  name,
  type,
  values: groups.flatMap((group): CellValue[] => [...(group[name] ?? group.cycle.map(() => null))]),
});
const xColumn = (groups: z.output<typeof groupCyclesAnswer>["groups"]): TableColumn => ({
  name: "x",
  type: "number",
  values: groups.flatMap((group) => group.x ?? []),
});
const SERIES_TYPES: Record<(typeof SERIES)[number], ColumnType> = {
  cycle: "integer",
  mean: "number",
  std: "number",
  n: "integer",
  min: "number",
  max: "number",
  median: "number",
  q1: "number",
  q3: "number",
  thinned: "boolean",
};

export const listGroupCyclesOperation = defineOperation({
  method: "GET",
  path: "/api/v1/groupings/{id}/cycles",
  summary: "Statistics of a metric over each group, cycle by cycle",
  keyScopes: ["read"],
  granted: { kind: "grouping", read: "cycles", without: ["referenceCell"] },
  params: groupingParams,
  query: z.strictObject({
    metric,
    from: cycleInQuery.optional().meta({ description: "First cycle" }),
    to: cycleInQuery.optional().meta({ description: "Last cycle" }),
    ...filterInQuery,
    reference: z
      .string()
      .optional()
      .meta({ description: "Key or name of a group: each group gets its `difference` from it" }),
    referenceCell: knownCellName.optional().meta({ description: "The same from a cell of the lab" }),
    x: z
      .enum(["cycle", ...OTHER_X_AXES])
      .default("cycle")
      .meta({
        description: `Over what. \`equivalentFullCycles\` and \`throughputAh\` as the metrics of that name; \`days\` since the reference cycle began; \`testTime\` in s that the cell had been under test when the cycle ended: what its cycles up to that took, of all its tests in order, without what lies between those. But for \`cycle\`, ${INTERPOLATION}`,
      }),
  }),
  body: null,
  answer: { status: 200, description: "Groups in the order shown", schema: groupCyclesAnswer },
  table: groupCyclesTable,
  refusals: ["not_found"],
});

export const listGroupDeviationsOperation = defineOperation({
  method: "GET",
  path: "/api/v1/groupings/{id}/deviations",
  summary: "How far the cells of a group stray at one cycle",
  keyScopes: ["read"],
  granted: { kind: "grouping", read: "deviations" },
  params: groupingParams,
  query: z.strictObject({
    metric,
    cycle: cycleInQuery,
    ...filterInQuery,
    group: z.string().optional().meta({ description: "Key or name of one group; all when missing" }),
  }),
  body: null,
  answer: { status: 200, description: "Cells by how far they stray", schema: groupDeviationsAnswer },
  table: ({ cells, about, ...ofAll }) => ({
    columns: toColumns(deviationRow, cells),
    about: { ...ofAll, ...about },
  }),
  refusals: ["not_found"],
});

export async function listGroupCycleViews(
  scope: LabScope,
  input: {
    params: { id: string };
    query: {
      metric: MetricName;
      from?: number | undefined;
      to?: number | undefined;
      x?: OtherX | "cycle" | undefined;
    } & ReferenceQuery &
      FilterQuery;
  },
) {
  const { metric, from = null, to = null, x = "cycle" } = input.query;
  const [filter, reference] = [filterOfQuery(input.query), referenceOfQuery(input.query)];
  const groupingId = groupingIdOf(input.params);
  const found = await groupCycles(scope, { groupingId, metric, from, to, x, filter, reference });
  const { about, ...ofMetric } = await aboutMetric(scope, groupingId, metric);
  return {
    ...found,
    // What was left out `about` tells cell by cell.
    groups: found.groups.map(({ leftOut: _leftOut, ...group }) => ({ ...group, ...gradesOf(metric, group) })),
    ...ofMetric,
    about: x === "cycle" ? about : { ...about, interpolation: INTERPOLATION },
  };
}

const aboutMetric = async (scope: LabScope, groupingId: number, metric: MetricName) => ({
  unit: METRIC_UNITS[metric],
  definition: METRIC_DEFINITIONS[metric],
  about: await aboutStatistics(scope, groupingId),
});

/** A grade is of a capacity: an efficiency has none. */
const isGraded = (metric: MetricName) => !METRICS[metric].isEfficiency;

function gradesOf(
  metric: MetricName,
  { uncertainty, mean }: { uncertainty?: (number | null)[]; mean: readonly number[] },
): { grade?: (CapacityGrade | null)[] } {
  if (!uncertainty || !isGraded(metric)) return {};
  return { grade: uncertainty.map((bound, index) => capacityGrade(bound, mean[index] ?? 0)) };
}

type ReferenceQuery = { reference?: string | undefined; referenceCell?: string | undefined };

function referenceOfQuery({ reference: group, referenceCell: cell }: ReferenceQuery): RequestedReference | null {
  if (group !== undefined && cell !== undefined) {
    const problems = [{ pointer: "/referenceCell", message: "expected either `reference` or `referenceCell`" }];
    throw new AppError("invalid_input", "Groups are compared with one reference.", { problems });
  }
  if (cell !== undefined) return { cell };
  return group === undefined ? null : { group };
}

export async function listGroupDeviationViews(
  scope: LabScope,
  input: {
    params: { id: string };
    query: { metric: MetricName; cycle: number; group?: string | undefined } & FilterQuery;
  },
) {
  const { metric, cycle, group = null } = input.query;
  const filter = filterOfQuery(input.query);
  const groupingId = groupingIdOf(input.params);
  const found = await groupDeviations(scope, { groupingId, metric, cycle, group, filter });
  const cells = found.cells.map(({ cellId: _cellId, uncertainty, ...row }) => ({
    ...row,
    uncertainty,
    grade: isGraded(metric) ? capacityGrade(uncertainty, row.value ?? 0) : null,
  }));
  return { metric, cycle, filter, cells, ...(await aboutMetric(scope, groupingId, metric)) };
}
