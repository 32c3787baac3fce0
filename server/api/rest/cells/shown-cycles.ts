import type { Cell } from "../../../data/cells/cell-reads";
import { listExclusions } from "../../../data/exclusions/exclusion-reads";
import { listTags } from "../../../data/tags/cycle-tag-reads";
import { inLab } from "../../../data/in-lab";
import { inLabConfig } from "../../../data/in-lab-config";
import { getLabSettings } from "../../../data/labs/lab-reads";
import { listCyclesOfCell } from "../../../data/series/cycle-reads";
import { cellCycles } from "../../../domain/cycles/cycle-metrics";
import type { LabScope } from "../../../lab-scope";

/** The cycles of a cell as they are shown, with the lab's threshold for its end of life. */
export async function shownCycles(scope: LabScope, cell: Cell) {
  const { settings, exclusions, tags } = await inLabConfig(scope, async (tx) => ({
    settings: await getLabSettings(scope, tx),
    exclusions: await listExclusions(scope, tx, { cell: cell.name }),
    tags: await listTags(scope, tx, { cell: cell.name }),
  }));
  const stored = await inLab(scope, (tx) => listCyclesOfCell(scope, tx, cell));
  const cycles = cellCycles(stored, cell.tests, {
    ...cell,
    formationCycles: cell.formationCycles ?? settings.formationCycles,
    excluded: exclusions.map(({ cycles }) => cycles),
    tags: tags.map(({ cycles, tag }) => ({ ...cycles, tag })),
    checkUpMaxRateC: settings.checkUpMaxRateC,
  });
  return { ...cycles, endOfLifeRetention: settings.endOfLifeRetention };
}
