import { type Cell, countCellsAndTests, listCells } from "../../data/cells/cell-reads";
import { inLabConfig } from "../../data/in-lab-config";
import { listMetadataFields } from "../../data/cells/metadata-field-reads";
import { inLab } from "../../data/in-lab";
import { listTestActivity } from "../../data/series/test-state-reads";
import type { CellSheet, SheetCell } from "../../domain/cells/cell-sheet";
import { cellStatus } from "../../domain/cells/cell-status";
import type { LabScope } from "../../lab-scope";

const MAX_CELLS = 20_000;
const EVERY_CELL = { limit: MAX_CELLS, afterName: null, search: null };

type Activity = Awaited<ReturnType<typeof listTestActivity>>[number];

/** Every cell of the lab with what is known of it, and the fields that the lab has; in as many queries for a thousand as for one. */
export async function cellSheet(scope: LabScope): Promise<CellSheet> {
  const activity = await inLab(scope, (tx) => listTestActivity(scope, tx));
  const ofCell = Map.groupBy(activity, ({ cellId }) => cellId);
  const nowMs = Date.now();
  return inLabConfig(scope, async (tx) => {
    const cells = await listCells(scope, tx, EVERY_CELL);
    return {
      fields: await listMetadataFields(scope, tx),
      cells: cells.map((cell) => toRow(cell, ofCell.get(cell.cellId) ?? [], nowMs)),
      more: cells.length < MAX_CELLS ? 0 : (await countCellsAndTests(scope, tx)).cells - cells.length,
    };
  });
}

/** A cell as the sheet and its own page show it. @param activity of its tests */
export function toRow(cell: Cell, activity: readonly Activity[], nowMs: number): SheetCell {
  const { createdAt: _createdAt, warnings, tests, metadata, ...settings } = cell;
  const latest = activity.reduce<Activity | null>(
    (last, one) => (last === null || one.lastTimeUs > last.lastTimeUs ? one : last),
    null,
  );
  const lastSampleAtMs = latest && latest.lastTimeUs / 1000;
  const test = tests.find(({ testId }) => testId === latest?.testId);
  const hasEnded =
    test !== undefined && test.endedAtUs !== null && latest !== null && test.endedAtUs >= latest.lastTimeUs;
  const { arrivedAtMs, arrivalIntervalS } = lastHeard(activity);
  const { nominalCapacityAh } = settings;
  const lastCurrentA = latest?.lastCurrentA ?? null;
  return {
    ...settings,
    status: cellStatus(
      { lastSampleAtMs, lastCurrentA, hasEnded, nominalCapacityAh, arrivedAtMs, arrivalIntervalS },
      nowMs,
    ),
    lastSampleAtMs,
    arrivedAtMs,
    metadata: { ...metadata },
    tests: tests.map(({ name, cycleOffset, endedAtUs }) => ({
      name,
      cycleOffset,
      endedAtMs: endedAtUs === null ? null : endedAtUs / 1000,
    })),
    warnings: warnings.map(({ message }) => message),
  };
}

/** When a sender last sent samples of a cell, into whichever test, and how often it does. */
function lastHeard(activity: readonly Activity[]): Pick<Activity, "arrivedAtMs" | "arrivalIntervalS"> {
  const byArrival = activity.filter(({ arrivedAtMs }) => arrivedAtMs !== null);
  byArrival.sort((left, right) => (right.arrivedAtMs ?? 0) - (left.arrivedAtMs ?? 0));
  return byArrival[0] ?? { arrivedAtMs: null, arrivalIntervalS: null };
}

/** Cells that should send and do not, by name; the first few of them. */
export async function silentCells(scope: LabScope): Promise<{ count: number; names: string[] }> {
  const { cells } = await cellSheet(scope);
  const silent = cells.filter(({ status }) => status === "silent").map(({ name }) => name);
  return { count: silent.length, names: silent.slice(0, MAX_NAMED) };
}

const MAX_NAMED = 3;
