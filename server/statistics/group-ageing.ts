import { entryAt, floatAt } from "../domain/samples/sample-columns";
import { setImmediate as othersTurn } from "node:timers/promises";
import { inLabConfig } from "../data/in-lab-config";
import { getLabSettings } from "../data/labs/lab-reads";
import { type CellAgeing, cellAgeing, type Life } from "../domain/ageing/cell-ageing";
import type { LifePoints } from "../domain/ageing/life-points";
import { createCycleValues, sortByCycle } from "../domain/groups/sort-by-cycle";
import { isFormation } from "../domain/tags/cycle-tags";
import { AppError } from "../errors";
import type { LabScope } from "../lab-scope";
import type { RequestedGroups } from "./requested-groups";
import { type CellColumns, formationEnd, referenceOf, shownCycle } from "./columns/cell-columns";
import { type Shown, withGroups } from "./group-statistics";
import { inPieces } from "./in-pieces";
import { knownBends } from "./known-bends";
import { MetricReader } from "./columns/metric-reader";

/** What is needed of every cycle: capacities, of which the sums are told, too. */
const METRIC = "equivalentFullCycles";
/** So many are fitted in about ten seconds, once; what they were fitted to is remembered. */
const MAX_CELLS = 2000;
/** Others get a turn after so long. */
const PIECE_MS = 10;

type GroupCell = CellAgeing & { cell: string; group: string };

/**
 * How the cells of a grouping age, group by group.
 * @param args.group key or name of one group; null for all
 * @throws AppError `too_large` for more cells than can be told at once
 */
export async function groupAgeing(
  scope: LabScope,
  args: RequestedGroups & { group: string | null },
): Promise<{ cells: GroupCell[]; unassigned: number }> {
  const { endOfLifeRetention } = await inLabConfig(scope, (tx) => getLabSettings(scope, tx));
  // Lives are taken while the lab's columns are at hand, and fitted when others may have these again.
  const { lives, unassigned } = await withGroups(scope, { ...args, metric: METRIC }, async (shown) => ({
    lives: await inPieces(livesOf(shown, args.group)),
    unassigned: shown.unassigned,
  }));
  const cells: GroupCell[] = [];
  let sinceMs = performance.now();
  for (const { cell, group, life } of lives) {
    cells.push({ cell, group, ...cellAgeing(life, endOfLifeRetention, knownBends) });
    if (performance.now() - sinceMs < PIECE_MS) continue;
    await othersTurn();
    sinceMs = performance.now();
  }
  return { cells, unassigned };
}

type NamedLife = { cell: string; group: string; life: Life };

function* livesOf({ columns, groups }: Shown, requested: string | null): Generator<number, NamedLife[]> {
  const shown = groups.filter(({ key, name }) => requested === null || key === requested || name === requested);
  const count = shown.reduce((sum, { cellIndexes }) => sum + cellIndexes.length, 0);
  if (count > MAX_CELLS) {
    throw new AppError(
      "too_large",
      `These are ${count} cells; the ageing of ${MAX_CELLS} can be told at once. Ask for one group with \`group\`, or for a finer grouping.`,
    );
  }
  const lives: NamedLife[] = [];
  for (const { name, cellIndexes } of shown) {
    for (const index of cellIndexes) {
      const cell = entryAt(columns.cells, index);
      lives.push({ cell: cell.cell.name, group: name, life: yield* lifeOf(cell) });
    }
  }
  return lives;
}

/** @see getAgeingView in server/api/rest/cells/ageing.ts, which tells the same from the cycles of one cell: a test holds the two together */
function* lifeOf(cell: CellColumns): Generator<number, Life> {
  const reference = referenceOf(cell);
  return {
    referenceCycle: reference?.cycle ?? null,
    referenceAh: reference?.dischargeCapacityAh ?? null,
    equivalentFullCycles: fullCyclesOf(cell),
    points: yield* pointsFrom(cell, reference?.cycle ?? Number.POSITIVE_INFINITY),
  };
}

/** Of the cycle with the highest number. */
function fullCyclesOf(cell: CellColumns): number | null {
  const last = cell.tests
    .filter(({ columns }) => columns.length > 0)
    .map((test) => ({ test, row: test.columns.length - 1 }))
    .sort((left, right) => shownCycle(right.test, right.row) - shownCycle(left.test, left.row))[0];
  if (!last) return null;
  const reader = new MetricReader(METRIC);
  const value = reader.atRow(last.test.columns, last.row, reader.metricCell(cell));
  return Number.isNaN(value) ? null : value;
}

/** Without formation, by hand or by rule. */
function* pointsFrom(cell: CellColumns, firstCycle: number): Generator<number, LifePoints> {
  const { tests } = cell;
  const formedUpTo = formationEnd(cell);
  const found = createCycleValues(tests.reduce((sum, { columns }) => sum + columns.length, 0));
  for (const { columns, offset } of tests) {
    const capacityAh = columns.column("dischargeCapacityAh");
    for (let row = columns.firstFrom(firstCycle - offset, 0); row < columns.length; row++) {
      const cycle = shownCycle({ columns, offset }, row);
      if (!columns.counts(row) || isFormation(cell.cell.tags, cycle, cycle <= formedUpTo)) continue;
      found.cycles[found.length] = cycle;
      found.values[found.length++] = floatAt(capacityAh, row);
    }
    yield columns.length;
  }
  const { length, cycles, values } = yield* sortByCycle(found);
  return { cycle: Float64Array.from(cycles.subarray(0, length)), capacityAh: values.slice(0, length) };
}
