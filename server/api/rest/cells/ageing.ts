import { z } from "zod";
import { type CellAgeing, cellAgeing } from "../../../domain/ageing/cell-ageing";
import { toLifePoints } from "../../../domain/ageing/life-points";
import { statisticsCycles } from "../../../domain/cycles/cycle-metrics";
import type { LabScope } from "../../../lab-scope";
import { groupAgeing } from "../../../statistics/group-ageing";
import { knownBends } from "../../../statistics/known-bends";
import { listTable } from "../../tables/list-table";
import { cellAbout, withAboutCell } from "./about-cell";
import { cellOfPath, cyclesToAnswer } from "./cells";
import { aboutStatistics, statisticsAbout } from "../groups/about-statistics";
import { groupingIdOf, groupingParams } from "../groups/groupings";
import { defineOperation } from "../operation";
import { cellParams, nothing, nullableNumber } from "../shared-schemas";
import { shownCycles } from "./shown-cycles";

const place = z
  .object({
    cycle: z.number().meta({ description: "Place on the cycle axis, perhaps between two cycles" }),
    from: z.number().meta({ description: "90 % interval" }),
    to: z.number(),
  })
  .nullable();

const ageingAnswer = z
  .object({
    cell: z.string(),
    referenceCycle: z.int().nullable(),
    equivalentFullCycles: nullableNumber.meta({ description: "Of its last cycle; null without nominal capacity" }),
    endOfLife: z.object({ cycle: z.int(), reached: z.boolean() }).nullable().meta({
      description: "First of three statistics cycles running whose retention lies under the lab's threshold",
    }),
    knee: place.meta({
      description:
        "Where the fade speeds up: the bend of two lines (Bacon–Watts) through the discharge capacities from the reference cycle to the end of life, where that fits far better than a line and a parabola; see the guide to the numbers",
    }),
    onset: place.meta({ description: "Onset (double Bacon–Watts): the first of two bends, where two fit far better" }),
    cyclesTo: cyclesToAnswer.meta({ description: "The first of three running under other retentions" }),
    why: z
      .object({ knee: z.string().optional(), onset: z.string().optional(), endOfLife: z.string().optional() })
      .meta({ description: "Why there is none" }),
  })
  .meta({ id: "Ageing" });

const cellAgeingAnswer = ageingAnswer.extend({ about: cellAbout }).meta({ id: "CellAgeing" });

const groupAgeingRow = ageingAnswer.extend({ group: z.string() }).meta({ id: "GroupAgeing" });
const groupAgeingAnswer = z.object({
  cells: z.array(groupAgeingRow),
  unassigned: z.int().meta({ description: "Cells that no group takes" }),
  filters: z.object({ group: z.string().nullable() }).meta({ description: "What was asked for; null: all of them" }),
  about: statisticsAbout,
});

const ABOUT = {
  intervals: "90 %, by profile likelihood",
  knee: "Bacon–Watts fit, only where it earns it",
  onset: "onset (double Bacon–Watts)",
};

export const getAgeingOperation = defineOperation({
  method: "GET",
  path: "/api/v1/cells/{name}/ageing",
  summary: "How a cell ages: end of life, knee, onset",
  keyScopes: ["read"],
  granted: { kind: "cell", read: "ageing" },
  params: cellParams,
  query: nothing,
  body: null,
  answer: {
    status: 200,
    description: "As of its finished cycles; what is null has its reason",
    schema: cellAgeingAnswer,
  },
  table: ({ about, ...ageing }) => listTable(ageingAnswer, [ageing], { ...ABOUT, ...about }),
  refusals: ["not_found"],
});

export const listGroupAgeingOperation = defineOperation({
  method: "GET",
  path: "/api/v1/groupings/{id}/ageing",
  summary: "How the cells of a grouping age",
  keyScopes: ["read"],
  granted: { kind: "grouping", read: "ageing" },
  params: groupingParams,
  query: z.strictObject({
    group: z.string().optional().meta({ description: "Key or name of one group; all when missing" }),
  }),
  body: null,
  answer: { status: 200, description: "One object a cell, group by group", schema: groupAgeingAnswer },
  table: ({ cells, about, ...ofAll }) => listTable(groupAgeingRow, cells, { ...ABOUT, ...ofAll, ...about }),
  refusals: ["not_found", "too_large"],
  reasons: { too_large: "More than 2,000 cells at once: ask for one `group`." },
});

export async function getAgeingView(
  scope: LabScope,
  { params }: { params: { name: string } },
): Promise<CellAgeing & { cell: string }> {
  const cell = await cellOfPath(scope, params);
  const { cycles, referenceCycle, referenceAh, endOfLifeRetention } = await shownCycles(scope, cell);
  const first = referenceCycle ?? Number.POSITIVE_INFINITY;
  const aged = statisticsCycles(cycles).filter(({ cycle, tags }) => cycle >= first && !tags.includes("formation"));
  const points = toLifePoints(aged);
  const equivalentFullCycles = cycles.at(-1)?.equivalentFullCycles ?? null;
  const life = { referenceCycle, referenceAh, equivalentFullCycles, points };
  return { cell: cell.name, ...cellAgeing(life, endOfLifeRetention, knownBends) };
}

export const getAgeingWithAbout = withAboutCell(getAgeingView, () => ({}));

export async function listGroupAgeingViews(
  scope: LabScope,
  { params, query }: { params: { id: string }; query: { group?: string | undefined } },
) {
  const filters = { groupingId: groupingIdOf(params), group: query.group ?? null };
  const ageing = await groupAgeing(scope, filters);
  return { ...ageing, filters: { group: filters.group }, about: await aboutStatistics(scope, filters.groupingId) };
}
