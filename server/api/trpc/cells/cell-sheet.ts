import { setImmediate as othersTurn } from "node:timers/promises";
import { type KnownActivity, listCellActivity } from "../../../data/series/cell-activity-reads";
import { type Cell, countCellsAndTests, listCells } from "../../../data/cells/cell-reads";
import { inLabConfig } from "../../../data/in-lab-config";
import { listMetadataFields } from "../../../data/cells/metadata-field-reads";
import { inLab } from "../../../data/in-lab";
import type { CellSheet, SheetCell } from "../../../domain/cells/cell-sheet";
import { cellState } from "../../../domain/cells/cell-state";
import type { LabScope } from "../../../lab-scope";
import { onceAProcess } from "../../../once-a-process";
import { SharedReads } from "./shared-reads";

const MAX_CELLS = 20_000;
/** Read, and written, without others' turn in between. */
const PIECE_CELLS = 1000;

const reads = onceAProcess("cell sheets", () => new SharedReads<CellSheet>());

/**
 * Every cell of the lab with what is known of it, and the fields that the lab has. It is read in pieces, one sheet of a lab at a time: whoever
 * asks meanwhile shares the next one with all who wait for it.
 */
export function cellSheet(scope: LabScope): Promise<CellSheet> {
  return reads.read(scope.labId, () => readSheet(scope));
}

async function readSheet(scope: LabScope): Promise<CellSheet> {
  const fields = await inLabConfig(scope, (tx) => listMetadataFields(scope, tx));
  const rows = new Map<number, SheetCell>();
  for (let afterName: string | null = null; rows.size < MAX_CELLS; ) {
    const piece = { limit: Math.min(PIECE_CELLS, MAX_CELLS - rows.size), afterName, search: null };
    const cells: Cell[] = await inLabConfig(scope, (tx) => listCells(scope, tx, piece));
    // A cell that is renamed meanwhile may come twice.
    for (const row of await toRows(scope, cells)) rows.set(row.cellId, row);
    const last = cells.at(-1);
    if (last === undefined || cells.length < piece.limit) return { fields, cells: [...rows.values()], more: 0 };
    afterName = last.name;
    await othersTurn();
  }
  const { cells: all } = await inLabConfig(scope, (tx) => countCellsAndTests(scope, tx));
  return { fields, cells: [...rows.values()], more: all - rows.size };
}

async function toRows(scope: LabScope, cells: readonly Cell[]): Promise<SheetCell[]> {
  const cellIds = cells.map(({ cellId }) => cellId);
  const activity = await inLab(scope, (tx) => listCellActivity(scope, tx, { limit: MAX_CELLS, cellIds }));
  const ofCell = new Map(activity.map((one) => [one.cellId, one]));
  const nowMs = Date.now();
  return cells.map((cell) => toRow(cell, ofCell.get(cell.cellId), nowMs));
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
