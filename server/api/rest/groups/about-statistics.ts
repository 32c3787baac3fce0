import { z } from "zod";
import { listCellsForGroups } from "../../../data/cells/cell-reads";
import { listExclusions } from "../../../data/exclusions/exclusion-reads";
import { getGrouping } from "../../../data/groupings/grouping-reads";
import { inLabConfig } from "../../../data/in-lab-config";
import { getLabSettings } from "../../../data/labs/lab-reads";
import { cycleRange } from "../../../domain/cells/input-cycle-ranges";
import { ALL_CELLS } from "../../../domain/groups/all-cells";
import { groupOf } from "../../../domain/groups/groupings";
import type { LabScope } from "../../../lab-scope";
import { VERSIONS, versions } from "../../tables/versions";
import { time } from "../shared-schemas";

const cellNames = z.array(z.string());

export const COUNTED = "complete cycles that are neither partial nor excluded";
export const POLARITY_RULE = "`half_cell_anode` inverts the coulombic efficiency, never the current";
export const REFERENCE_RULE =
  "a cell's own, else its first counted cycle after leaving out the formation cycles of the cell, else of the lab";

/** Without whoever excluded it: tables are read by links, too. */
export const exclusionOfAbout = z.object({
  cell: z.string(),
  cycles: cycleRange.nullable(),
  reason: z.string(),
  at: time,
});

/** What a reader of statistics has to know of them: which cycles they are of, and how the cells were set. */
export const statisticsAbout = z
  .object({
    versions,
    counted: z.string().meta({ description: "Which cycles enter statistics" }),
    polarity: z.object({
      rule: z.string(),
      halfCellAnodes: cellNames.meta({ description: "Cells whose coulombic efficiency is inverted" }),
    }),
    referenceCycle: z.object({
      rule: z.string(),
      formationCycles: z.int().meta({ description: "Of the lab, where a cell has none of its own" }),
      named: z
        .array(z.object({ cell: z.string(), cycle: z.int() }))
        .meta({ description: "Cells with a reference cycle of their own" }),
      formation: z
        .array(z.object({ cell: z.string(), cycles: z.int() }))
        .meta({ description: "Cells with a number of formation cycles of their own" }),
    }),
    exclusions: z
      .array(exclusionOfAbout)
      .meta({ description: "Of cells of the grouping: what people left out of its statistics" }),
  })
  .meta({ id: "StatisticsAbout" });

/** @throws AppError `not_found` */
export async function aboutStatistics(scope: LabScope, groupingId: number): Promise<z.input<typeof statisticsAbout>> {
  return inLabConfig(scope, async (tx) => {
    const { definition } = groupingId === ALL_CELLS.id ? ALL_CELLS : await getGrouping(scope, tx, groupingId);
    const settings = await getLabSettings(scope, tx);
    const { cells: all } = await listCellsForGroups(scope, tx);
    // Of the grouping alone: whoever reads it by a link learns nothing of other cells.
    const cells = all.filter(({ metadata }) => groupOf(definition, metadata) !== null);
    const names = new Set(cells.map(({ name }) => name));
    const exclusions = (await listExclusions(scope, tx, { cell: null })).filter(({ cell }) => names.has(cell));
    return {
      versions: VERSIONS,
      counted: COUNTED,
      polarity: {
        rule: POLARITY_RULE,
        halfCellAnodes: cells.filter(({ polarity }) => polarity === "half_cell_anode").map(({ name }) => name),
      },
      referenceCycle: {
        rule: REFERENCE_RULE,
        formationCycles: settings.formationCycles,
        named: cells.flatMap(({ name, referenceCycle: cycle }) => (cycle === null ? [] : [{ cell: name, cycle }])),
        formation: cells.flatMap(({ name, formationCycles: cycles }) =>
          cycles === null ? [] : [{ cell: name, cycles }],
        ),
      },
      exclusions: exclusions.map(({ cell, cycles, reason, createdAt }) => ({
        ...{ cell, cycles, reason },
        at: createdAt.toISOString(),
      })),
    };
  });
}
