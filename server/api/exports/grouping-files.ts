import { listCellsForGroups } from "../../data/cells/cell-reads";
import { getGrouping } from "../../data/groupings/grouping-reads";
import { inLabConfig } from "../../data/in-lab-config";
import { getLabSettings } from "../../data/labs/lab-reads";
import { ALL_CELLS } from "../../domain/groups/all-cells";
import { arrangeGroups, groupOf } from "../../domain/groups/groupings";
import { EFFICIENCY_UNCERTAINTY } from "../../domain/cycles/metrics";
import type { LabScope } from "../../lab-scope";
import { listAnnotationViewsOf } from "../rest/cells/annotations";
import { listExclusionViewsOf } from "../rest/cells/exclusions";
import { METRIC_DEFINITIONS, METRIC_UNITS } from "../rest/groups/metric-definitions";
import { cellFiles, cyclesEntry, noContents, toJson } from "./cell-files";
import { VERSIONS } from "../tables/versions";
import { CONVENTIONS } from "./cell-metadata";
import { BDF_COLUMNS } from "./export-columns";
import { DistinctNames, inFileName } from "./file-names";
import { textEntry, type ZipEntry } from "./zip-pieces";

type ExportedGroup = { key: string; name: string; cells: string[] };

/** A grouping with its groups in the order shown, and the cells of each. @throws AppError `not_found` */
export async function groupsOfGrouping(scope: LabScope, groupingId: number) {
  return inLabConfig(scope, async (tx) => {
    const grouping = groupingId === ALL_CELLS.id ? ALL_CELLS : await getGrouping(scope, tx, groupingId);
    const { cells } = await listCellsForGroups(scope, tx);
    const groups = new Map<string, ExportedGroup>();
    const unassigned: string[] = [];
    for (const { name, metadata } of cells) {
      const group = groupOf(grouping.definition, metadata);
      if (!group) {
        unassigned.push(name);
        continue;
      }
      const known = groups.get(group.key);
      if (known) known.cells.push(name);
      else groups.set(group.key, { ...group, cells: [name] });
    }
    return { grouping, groups: arrangeGroups([...groups.values()], grouping.definition, grouping.styles), unassigned };
  });
}

/** The files of an archive of a grouping: of each cell the series, of each group the cycles, and at last what a reader has to know of them. */
export async function* groupingFiles(
  scope: LabScope,
  { grouping, groups, unassigned }: Awaited<ReturnType<typeof groupsOfGrouping>>,
): AsyncGenerator<ZipEntry, void> {
  const names = new DistinctNames();
  const contents = noContents();
  const tables = groups.map(({ name }) => `groups/${names.of(`${inFileName(name)}.cycles.csv`)}`);
  for (const [index, { cells }] of groups.entries()) {
    for (const cell of cells) yield* cellFiles(scope, cell, { names, contents });
    yield cyclesEntry(scope, tables[index] ?? "", cells);
  }
  yield textEntry("metadata.json", async () => {
    const { id, name, definition } = grouping;
    // Of its cells alone: whoever has a link to it learns nothing of others.
    const cells = new Set(groups.flatMap((group) => group.cells));
    return toJson({
      ...(await aboutNumbers(scope)),
      exclusions: await listExclusionViewsOf(scope, cells),
      annotations: await listAnnotationViewsOf(scope, cells),
      grouping: { id, name, ...definition },
      filters: { grouping: name, cells: "those of its groups" },
      groups: groups.map(({ key, name, cells }, index) => ({ key, name, cycles: tables[index], cells })),
      unassigned,
      ...contents,
    });
  });
}

/** What the numbers of a lab's cycles mean. */
export async function aboutNumbers(scope: LabScope) {
  const settings = await inLabConfig(scope, (tx) => getLabSettings(scope, tx));
  const { name, timeZone, formationCycles, checkUpMaxRateC, endOfLifeRetention, rawRetentionDays } = settings;
  return {
    exportedAt: new Date().toISOString(),
    versions: VERSIONS,
    lab: { name, timeZone, formationCycles, checkUpMaxRateC, endOfLifeRetention, rawRetentionDays },
    conventions: {
      ...CONVENTIONS,
      polarity: "A cell's own, in its JSON: `half_cell_anode` inverts the coulombic efficiency, never the current",
      referenceCycle:
        "A cell's own, else its first complete, non-partial cycle that is not excluded, after leaving out the formation cycles of the cell or lab; as it stands in the cell's JSON",
    },
    columns: BDF_COLUMNS,
    metrics: {
      definitions: { ...METRIC_DEFINITIONS, coulombicEfficiencyUncertainty: EFFICIENCY_UNCERTAINTY.formula },
      units: { ...METRIC_UNITS, coulombicEfficiencyUncertainty: EFFICIENCY_UNCERTAINTY.unit },
    },
  };
}
