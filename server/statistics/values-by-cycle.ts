import { createCycleValues, type CycleValues, sortByCycle } from "../domain/groups/sort-by-cycle";
import type { CellColumns } from "./cell-columns";
import { type CycleSpan, type MetricReader, type Rows, rowsWithin } from "./metric-reader";

/** Values in order of their cycles: those of `cycles[index]` stand in `values` between `from[index]` and `to[index]`, maybe none. */
export type ValuesByCycle = {
  cycles: ArrayLike<number>;
  from: ArrayLike<number>;
  to: ArrayLike<number>;
  values: Float64Array;
};

/** Of its places so many may stay free: a table of cycles × cells is filled three times as fast as values are sorted. */
const FREE_SHARE = 3 / 4;

/** Takes what some cells have of a metric, those of one cycle in the order of the cells; one after the other, with the same space. */
export class ValueCollector {
  private table = new Float64Array(0);

  constructor(
    private readonly reader: MetricReader,
    private readonly cells: readonly CellColumns[],
  ) {}

  /** The values of the cycles that count within a span. */
  *within(cellIndexes: readonly number[], span: CycleSpan): Generator<number, ValuesByCycle> {
    const parts = cellIndexes.flatMap((index) => {
      const cell = this.cells[index] as CellColumns;
      return rowsWithin(cell, span).map((rows) => ({ rows, cell }));
    });
    const extent = extentOf(parts.map(({ rows }) => rows));
    const isDense = extent.rows >= (1 - FREE_SHARE) * parts.length * extent.span;
    return isDense ? yield* this.inTable(parts, extent) : yield* this.sorted(parts, extent);
  }

  /** A row a cycle, a place a test: values are put where they belong. */
  private *inTable(parts: readonly Part[], { first, span }: Extent): Generator<number, ValuesByCycle> {
    const width = parts.length;
    if (this.table.length < span * width) this.table = new Float64Array(span * width);
    const { table } = this;
    const from = Int32Array.from({ length: span }, (_, index) => index * width);
    const to = from.slice();
    for (const { rows, cell } of parts) {
      const values = this.reader.values(rows, this.reader.metricCell(cell));
      const { cycles, flags } = rows.test;
      const before = first - rows.offset;
      for (let row = rows.from; row < rows.to; row++) {
        const value = values[row - rows.from] as number;
        if (flags[row] !== 0 || Number.isNaN(value)) continue;
        const place = (cycles[row] as number) - before;
        const at = to[place] as number;
        table[at] = value;
        to[place] = at + 1;
      }
      yield rows.to - rows.from;
    }
    return { cycles: Float64Array.from(from, (_, index) => first + index), from, to, values: table };
  }

  private *sorted(parts: readonly Part[], extent: Extent): Generator<number, ValuesByCycle> {
    const found = createCycleValues(extent.rows);
    for (const { rows, cell } of parts) {
      const values = this.reader.values(rows, this.reader.metricCell(cell));
      const { cycles, flags } = rows.test;
      for (let row = rows.from; row < rows.to; row++) {
        const value = values[row - rows.from] as number;
        if (flags[row] !== 0 || Number.isNaN(value)) continue;
        found.cycles[found.length] = (cycles[row] as number) + rows.offset;
        found.values[found.length++] = value;
      }
      yield rows.to - rows.from;
    }
    return toRuns(yield* sortByCycle(found));
  }

  /** The values of some cycles, whose numbers rise. */
  *at(cellIndexes: readonly number[], cycles: readonly number[]): Generator<number, ValuesByCycle> {
    const width = cellIndexes.length;
    const values = new Float64Array(width * cycles.length);
    const from = cycles.map((_, index) => index * width);
    const to = [...from];
    for (const cellIndex of cellIndexes) {
      const cell = this.cells[cellIndex] as CellColumns;
      const metricCell = this.reader.metricCell(cell);
      cycles.forEach((cycle, index) => {
        const value = this.reader.at(cell, cycle, metricCell);
        if (Number.isNaN(value)) return;
        const place = to[index] as number;
        values[place] = value;
        to[index] = place + 1;
      });
      yield cycles.length;
    }
    return { cycles, from, to, values };
  }
}

type Part = { rows: Rows; cell: CellColumns };
type Extent = { rows: number; first: number; span: number };

function extentOf(parts: readonly Rows[]): Extent {
  let rows = 0;
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (const { test, from, to, offset } of parts) {
    rows += to - from;
    first = Math.min(first, (test.cycles[from] as number) + offset);
    last = Math.max(last, (test.cycles[to - 1] as number) + offset);
  }
  return rows === 0 ? { rows, first: 0, span: 0 } : { rows, first, span: last - first + 1 };
}

function toRuns({ length, cycles, values }: CycleValues): ValuesByCycle {
  const [numbers, from, to]: [number[], number[], number[]] = [[], [], []];
  for (let start = 0, end = 0; start < length; start = end) {
    const cycle = cycles[start] as number;
    while (end < length && cycles[end] === cycle) end += 1;
    numbers.push(cycle);
    from.push(start);
    to.push(end);
  }
  return { cycles: numbers, from, to, values };
}
