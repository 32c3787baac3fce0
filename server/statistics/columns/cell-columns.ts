import { entryAt, intAt, floatAt, byteAt } from "../../domain/samples/sample-columns";
import type { CellForGroups } from "../../data/cells/cell-reads";
import type { CycleQuantity } from "../../data/test-cycles";
import { createCycleValues, sortByCycle } from "../../domain/groups/sort-by-cycle";
import type { MetricName } from "../../domain/cycles/metrics";
import { isFormation } from "../../domain/tags/cycle-tags";
import { dependsOnReference, type MetricCell, summedQuantities } from "./metric-columns";
import { FLAGS, type TestColumns } from "./test-columns";

/** A cell with those of its tests that have cycles, in the order of their ids; the offset turns a cycler's number into the shown one. */
export type CellColumns = {
  cell: CellForGroups;
  isAnode: boolean;
  /** Complete cycles left out before the reference: the cell's, else the lab's. */
  formationCycles: number;
  /** Discharge rate up to which a cycle is a check-up, 1/h; null: none is by rule. */
  checkUpMaxRateC: number | null;
  tests: CellTest[];
  /** Of a cell with some of its cycles filtered out: the cell with all of them. */
  whole?: CellColumns;
};
type CellTest = { columns: TestColumns; offset: number };

export type Reference = { cycle: number /** NaN where the column is not loaded. */; dischargeCapacityAh: number };

/** The cycle that retention refers to: the one that a person named, else the first that counts and is not formation; null without one. */
export function referenceOf({ cell, formationCycles, tests }: CellColumns): Reference | null {
  if (cell.referenceCycle !== null) return countingCycle(tests, cell.referenceCycle);
  let before = 0;
  for (const { test, row } of countingRows(tests)) {
    const isByRule = before < formationCycles;
    if (!isFormation(cell.tags, shownCycle(test, row), isByRule)) return toReference(test, row);
    before += 1;
  }
  return null;
}

/** The shown number of the last cycle that is formation by rule: −∞ where none is, ∞ where fewer count than the rule takes. */
export function formationEnd({ formationCycles, tests }: CellColumns): number {
  if (formationCycles === 0) return Number.NEGATIVE_INFINITY;
  let before = 0;
  for (const { test, row } of countingRows(tests)) {
    before += 1;
    if (before === formationCycles) return shownCycle(test, row);
  }
  return Number.POSITIVE_INFINITY;
}

/** The cycles of all tests that count, by shown number. */
function* countingRows(tests: readonly CellTest[]): Generator<{ test: CellTest; row: number }> {
  const rows = tests.map(({ columns }) => nextCounting(columns, 0));
  for (;;) {
    const first = firstOf(tests, rows);
    const test = tests[first];
    if (!test) return;
    const row = entryAt(rows, first);
    yield { test, row };
    rows[first] = nextCounting(test.columns, row + 1);
  }
}

/** The test whose row shows the lowest number; −1 when all are at their ends. No two count with one number. */
function firstOf(tests: readonly CellTest[], rows: readonly number[]): number {
  let first = -1;
  let lowest = Number.POSITIVE_INFINITY;
  tests.forEach(({ columns, offset }, index) => {
    const row = entryAt(rows, index);
    if (row >= columns.length || shownCycle({ columns, offset }, row) >= lowest) return;
    lowest = shownCycle({ columns, offset }, row);
    first = index;
  });
  return first;
}

function nextCounting(columns: TestColumns, from: number): number {
  let row = from;
  while (row < columns.length && !columns.counts(row)) row += 1;
  return row;
}

function countingCycle(tests: readonly CellTest[], cycle: number): Reference | null {
  for (const test of tests) {
    const row = test.columns.find(cycle - test.offset);
    if (row >= 0 && test.columns.counts(row)) return toReference(test, row);
  }
  return null;
}

const toReference = (test: CellTest, row: number): Reference => ({
  cycle: shownCycle(test, row),
  dischargeCapacityAh: test.columns.quantities.get("dischargeCapacityAh")?.[row] ?? Number.NaN,
});

export const shownCycle = ({ columns, offset }: CellTest, row: number) => intAt(columns.cycles, row) + offset;

/** What a metric needs of the cell. */
export function metricCellOf(cell: CellColumns, metric: MetricName): MetricCell {
  const reference = dependsOnReference(metric) ? referenceOf(cell.whole ?? cell) : null;
  const summed = summedQuantities(metric);
  const { nominalCapacityAh, activeMassG, electrodeAreaCm2 } = cell.cell;
  return {
    isAnode: cell.isAnode,
    referenceAh: reference?.dischargeCapacityAh ?? Number.NaN,
    nominalAh: nominalCapacityAh ?? Number.NaN,
    activeMassG: activeMassG ?? Number.NaN,
    areaCm2: electrodeAreaCm2 ?? Number.NaN,
    throughputs: summed && throughputsOf(cell.tests, summed),
  };
}

/**
 * What all cycles up to each row moved: those of its own test, and those that other tests show with a number up to its own.
 * @see throughputsOf in server/domain/cycles/cycle-metrics.ts: a property test holds the two together
 */
function throughputsOf(tests: readonly CellTest[], [charge, discharge]: readonly [CycleQuantity, CycleQuantity]) {
  const own = tests.map(({ columns }) => runningSums(columns, columns.column(charge), columns.column(discharge)));
  if (tests.length === 1) return new Map(tests.map(({ columns }) => [columns, entryAt(own, 0)]));
  return new Map(
    tests.map((test) => {
      const sums = new Float64Array(test.columns.length);
      tests.forEach(({ columns, offset }, index) => {
        let next = 0;
        for (let row = 0; row < sums.length; row++) {
          next = columns.firstFrom(shownCycle(test, row) + 1 - offset, next);
          if (next > 0) sums[row] = floatAt(sums, row) + floatAt(entryAt(own, index), next - 1);
        }
      });
      return [test.columns, sums];
    }),
  );
}

function runningSums({ length }: TestColumns, charge: Float64Array, discharge: Float64Array): Float64Array {
  const sums = new Float64Array(length);
  let sum = 0;
  for (let row = 0; row < length; row++) {
    sum += floatAt(charge, row) + floatAt(discharge, row);
    sums[row] = sum;
  }
  return sums;
}

/** The shown numbers of all cycles that count, in no order. */
export function countingCycles({ tests }: CellColumns): number[] {
  const cycles: number[] = [];
  for (const test of tests) {
    for (
      let row = nextCounting(test.columns, 0);
      row < test.columns.length;
      row = nextCounting(test.columns, row + 1)
    ) {
      cycles.push(shownCycle(test, row));
    }
  }
  return cycles;
}

/** Whether the cell has a cycle with a higher number, or other tests may show one with the same. */
export const hasCyclesAfter = ({ tests }: CellColumns, cycle: number) =>
  tests.some(
    (test) => test.columns.length > 0 && shownCycle(test, test.columns.length - 1) > cycle - Number(tests.length > 1),
  );

/** The newest unfinished cycle that is not excluded: the highest number, of equal ones that which began later. */
export function runningRow({ tests }: CellColumns): { test: CellTest; row: number } | null {
  let newest: { test: CellTest; row: number } | null = null;
  for (const test of tests) {
    const row = test.columns.lastOpen();
    if (row < 0) continue;
    const order = newest ? shownCycle(test, row) - shownCycle(newest.test, newest.row) : 1;
    if (order > 0 || (order === 0 && newest && beganNoEarlier(test.columns, row, newest.test.columns, newest.row))) {
      newest = { test, row };
    }
  }
  return newest;
}

function beganNoEarlier(columns: TestColumns, row: number, other: TestColumns, otherRow: number): boolean {
  return floatAt(columns.column("startedAtUs"), row) >= floatAt(other.column("startedAtUs"), otherRow);
}

/** Whether the starts of its tests leave open which of two cycles with one number is the later one. */
export function hasTies({ tests }: CellColumns): boolean {
  if (tests.length < 2) return false;
  const starts = new Set(tests.map(({ columns }) => columns.startedAtUs));
  const open = tests.flatMap((test) => {
    const row = test.columns.lastOpen();
    return row < 0 ? [] : [shownCycle(test, row)];
  });
  return starts.size < tests.length || new Set(open).size < open.length;
}

/** A test's place and a row in one number that a double holds exactly. */
const PLACE = 2 ** 32;

/** Marks one cycle as superseded or not; whether it counts now and did not before, or the reverse. */
function mark({ columns, row }: { columns: TestColumns; row: number }, isSuperseded: boolean): boolean {
  const before = byteAt(columns.flags, row);
  const now = isSuperseded ? before | FLAGS.superseded : before & ~FLAGS.superseded;
  columns.flags[row] = now;
  if (before !== now) columns.revision += 1;
  return before !== now && (before === 0 || now === 0);
}

/**
 * Marks the cycles whose number another test shows, too: only that of the test that started later may count.
 * @param onChange told of each number where another cycle counts now, or none does
 */
export function* markSuperseded({ tests }: CellColumns, onChange: (cycle: number) => void): Generator<number> {
  const [only, ...others] = tests;
  if (only && others.length === 0 && !only.columns.hasSuperseded()) return;
  const rows = createCycleValues(tests.reduce((sum, { columns }) => sum + columns.length, 0));
  tests.forEach((test, place) => {
    for (let row = 0; row < test.columns.length; row++) {
      rows.cycles[rows.length] = shownCycle(test, row);
      rows.values[rows.length++] = place * PLACE + row;
    }
  });
  const { length, cycles, values } = yield* sortByCycle(rows);
  for (let from = 0; from < length; ) {
    const cycle = floatAt(cycles, from);
    let winner = from;
    let to = from + 1;
    for (; to < length && cycles[to] === cycle; to++) {
      if (startedNoEarlier(tests, floatAt(values, to), floatAt(values, winner))) winner = to;
    }
    for (let at = from; at < to; at++) {
      if (mark(rowOf(tests, floatAt(values, at)), at !== winner)) onChange(cycle);
    }
    from = to;
  }
  yield length;
}

function rowOf(tests: readonly CellTest[], place: number) {
  const { columns } = entryAt(tests, Math.floor(place / PLACE));
  return { columns, row: place % PLACE };
}

function startedNoEarlier(tests: readonly CellTest[], place: number, other: number): boolean {
  const [left, right] = [rowOf(tests, place), rowOf(tests, other)];
  const order = left.columns.startedAtUs - right.columns.startedAtUs;
  return order > 0 || (order === 0 && beganNoEarlier(left.columns, left.row, right.columns, right.row));
}
