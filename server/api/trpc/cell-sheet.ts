import { type KnownActivity, listCellActivity } from "../../data/series/cell-activity-reads";
import { type Cell, countCellsAndTests, listCells } from "../../data/cells/cell-reads";
import { inLabConfig } from "../../data/in-lab-config";
import { listMetadataFields } from "../../data/cells/metadata-field-reads";
import { inLab } from "../../data/in-lab";
import type { CellSheet, SheetCell } from "../../domain/cells/cell-sheet";
import { cellState } from "../../domain/cells/cell-state";
import type { LabScope } from "../../lab-scope";

const MAX_CELLS = 20_000;
const EVERY_CELL = { limit: MAX_CELLS, afterName: null, search: null };

/** Every cell of the lab with what is known of it, and the fields that the lab has; in as many queries for a thousand as for one. */
export async function cellSheet(scope: LabScope): Promise<CellSheet> {
  const activity = await inLab(scope, (tx) => listCellActivity(scope, tx, { limit: MAX_CELLS, cellIds: null }));
  const ofCell = new Map(activity.map((one) => [one.cellId, one]));
  const nowMs = Date.now();
  return inLabConfig(scope, async (tx) => {
    const cells = await listCells(scope, tx, EVERY_CELL);
    return {
      fields: await listMetadataFields(scope, tx),
      cells: cells.map((cell) => toRow(cell, ofCell.get(cell.cellId), nowMs)),
      more: cells.length < MAX_CELLS ? 0 : (await countCellsAndTests(scope, tx)).cells - cells.length,
    };
  });
}

/** A cell as the sheet and its own page show it. @param activity none for a cell that has no sample, or was made meanwhile */
export function toRow(cell: Cell, activity: KnownActivity | undefined, nowMs: number): SheetCell {
  const { createdAt: _createdAt, warnings, tests, metadata, ...settings } = cell;
  return {
    ...settings,
    status: activity ? cellState(activity, nowMs).state : "waiting",
    lastSampleAtMs: activity?.lastSampleAtMs ?? null,
    arrivedAtMs: activity?.arrivedAtMs ?? null,
    metadata: { ...metadata },
    tests: tests.map(({ name, cycleOffset, endedAtUs }) => ({
      name,
      cycleOffset,
      endedAtMs: endedAtUs === null ? null : endedAtUs / 1000,
    })),
    warnings: warnings.map(({ message }) => message),
  };
}

/** Cells that should send and do not, by name; the first few of them. */
export async function silentCells(scope: LabScope): Promise<{ count: number; names: string[] }> {
  const cells = await inLab(scope, (tx) => listCellActivity(scope, tx, { limit: MAX_CELLS, cellIds: null }));
  const nowMs = Date.now();
  const silent = cells.filter((cell) => cellState(cell, nowMs).state === "silent").map(({ name }) => name);
  return { count: silent.length, names: silent.slice(0, MAX_NAMED) };
}

const MAX_NAMED = 3;
