import { entryAt, intAt, floatAt } from "../../domain/samples/sample-columns";
import { createCycleValues, type CycleValues, sortByCycle } from "../../domain/groups/sort-by-cycle";
import type { CellColumns } from "./cell-columns";
import type { MetricCell } from "./metric-columns";
import { type CycleSpan, type MetricReader, type Rows, rowsWithin } from "./metric-reader";
import type { TestColumns } from "./test-columns";

/** Values in order of their cycles: those of `cycles[index]` stand in `values` between `from[index]` and `to[index]`, maybe none. */
export type ValuesByCycle = {
  cycles: ArrayLike<number>;
  from: ArrayLike<number>;
  to: ArrayLike<number>;
  values: Float64Array;
};

/** Of its places so many may stay free: a table of cycles × cells is filled three times as fast as values are sorted. */
const FREE_SHARE = 3 / 4;
/** Values that are taken at once: their table stays in the processor's nearest cache until they were used. */
const BLOCK = 16_384;
/** Cycles of a block: fewer would be more calls than values, more would be a table for a handful of cells. */
const [LEAST_CYCLES, MOST_CYCLES] = [16, 1024];

/** Told of values, cycle by cycle in rising order; they stay until it ends. */
type Take = (values: ValuesByCycle) => void;

/** Takes what some cells have of a metric, those of one cycle in the order of the cells; one after the other, with the same space. */
export class ValueCollector {
  private table = new Float64Array(0);

  constructor(
    private readonly reader: MetricReader,
    private readonly cells: readonly CellColumns[],
  ) {}

  /** Gives the values of the cycles that count within a span, block by block. */
  *within(cellIndexes: readonly number[], span: CycleSpan, take: Take): Generator<number, void> {
    const parts = cellIndexes.flatMap((index) => {
      const cell = entryAt(this.cells, index);
      const metricCell = this.reader.metricCell(cell);
      return rowsWithin(cell, span).map((rows) => ({ rows, metricCell }));
    });
    const extent = extentOf(parts.map(({ rows }) => rows));
    const isDense = extent.rows >= (1 - FREE_SHARE) * parts.length * extent.span;
    yield* isDense ? this.inTables(parts, extent, take) : this.sorted(parts, extent, take);
  }

  private *inTables(parts: readonly Part[], { first, span }: Extent, take: Take): Generator<number, void> {
    const height = Math.min(MOST_CYCLES, Math.max(LEAST_CYCLES, Math.ceil(BLOCK / parts.length)), span);
    if (this.table.length < height * parts.length) this.table = new Float64Array(height * parts.length);
    const next = parts.map(({ rows }) => rows.from);
    for (let begin = first; begin < first + span; begin += height) {
      take(this.tableOf(parts, next, { begin, height: Math.min(height, first + span - begin) }));
      yield height * parts.length;
    }
  }

  /**
   * A row a cycle, a place a test: values are put where they belong.
   * @param next the first row of each part that was not taken yet; moved on
   */
  private tableOf(parts: readonly Part[], next: number[], { begin, height }: { begin: number; height: number }) {
    const { table } = this;
    const cycles = Float64Array.from({ length: height }, (_, index) => begin + index);
    const from = Int32Array.from({ length: height }, (_, index) => index * parts.length);
    const to = from.slice();
    parts.forEach(({ rows: { test, to: end, offset }, metricCell }, part) => {
      const first = entryAt(next, part);
      const last = Math.min(end, test.firstFrom(begin + height - offset, first));
      next[part] = last;
      const values = this.reader.values({ test, from: first, to: last }, metricCell);
      place(values, { test, from: first, to: last, before: begin - offset }, { table, ends: to });
    });
    return { cycles, from, to, values: table };
  }

  private *sorted(parts: readonly Part[], extent: Extent, take: Take): Generator<number, void> {
    const found = createCycleValues(extent.rows);
    for (const { rows, metricCell } of parts) {
      const values = this.reader.values(rows, metricCell);
      const { cycles, flags } = rows.test;
      for (let row = rows.from; row < rows.to; row++) {
        const value = values[row - rows.from] as number;
        if (flags[row] !== 0 || Number.isNaN(value)) continue;
        found.cycles[found.length] = (cycles[row] as number) + rows.offset;
        found.values[found.length++] = value;
      }
      yield rows.to - rows.from;
    }
    yield* takeRuns(yield* sortByCycle(found), take);
  }

  /** The values of some cycles, whose numbers rise. */
  *at(cellIndexes: readonly number[], cycles: readonly number[]): Generator<number, ValuesByCycle> {
    const width = cellIndexes.length;
    const values = new Float64Array(width * cycles.length);
    const from = cycles.map((_, index) => index * width);
    const to = [...from];
    for (const cellIndex of cellIndexes) {
      const cell = entryAt(this.cells, cellIndex);
      const metricCell = this.reader.metricCell(cell);
      cycles.forEach((cycle, index) => {
        const value = this.reader.at(cell, cycle, metricCell);
        if (Number.isNaN(value)) return;
        const place = entryAt(to, index);
        values[place] = value;
        to[index] = place + 1;
      });
      yield cycles.length;
    }
    return { cycles, from, to, values };
  }
}

type Part = { rows: Rows; metricCell: MetricCell };
type Extent = { rows: number; first: number; span: number };

function extentOf(parts: readonly Rows[]): Extent {
  let rows = 0;
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (const { test, from, to, offset } of parts) {
    rows += to - from;
    first = Math.min(first, intAt(test.cycles, from) + offset);
    last = Math.max(last, intAt(test.cycles, to - 1) + offset);
  }
  return rows === 0 ? { rows, first: 0, span: 0 } : { rows, first, span: last - first + 1 };
}

/** Puts the values of a test's rows that count into the places of their cycles, of which `before` has the first; `ends` tells where each goes on. */
function place(
  values: Float64Array,
  { test, from, to, before }: { test: TestColumns; from: number; to: number; before: number },
  { table, ends }: { table: Float64Array; ends: Int32Array },
): void {
  const { cycles, flags } = test;
  for (let row = from; row < to; row++) {
    const value = values[row - from] as number;
    if (flags[row] !== 0 || Number.isNaN(value)) continue;
    const index = (cycles[row] as number) - before;
    const at = ends[index] as number;
    table[at] = value;
    ends[index] = at + 1;
  }
}

/** Gives sorted values block by block. */
function* takeRuns({ length, cycles, values }: CycleValues, take: Take): Generator<number, void> {
  for (let start = 0; start < length; ) {
    const [numbers, from, to]: [number[], number[], number[]] = [[], [], []];
    const first = start;
    while (start < length && start - first < BLOCK) {
      const cycle = floatAt(cycles, start);
      numbers.push(cycle);
      from.push(start);
      while (start < length && cycles[start] === cycle) start += 1;
      to.push(start);
    }
    take({ cycles: numbers, from, to, values });
    yield start - first;
  }
}
