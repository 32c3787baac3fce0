import { floatAt, intAt } from "../domain/samples/sample-columns";
import type { MetricName } from "../domain/cycles/metrics";
import { type CellColumns, metricCellOf } from "./cell-columns";
import { fillMetric, type MetricCell } from "./metric-columns";
import type { TestColumns } from "./test-columns";

/** Shown cycle numbers, both ends included. */
export type CycleSpan = { from: number; to: number };
export const ALL_CYCLES: CycleSpan = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };

/** Neighbouring rows of a test: `to` is the first behind them, `offset` turns its numbers into shown ones. */
export type Rows = { test: TestColumns; from: number; to: number; offset: number };

/** The rows of a cell's tests whose cycles lie in a span; none is empty. */
export function rowsWithin({ tests }: CellColumns, span: CycleSpan): Rows[] {
  return tests.flatMap(({ columns, offset }) => {
    const from = columns.firstFrom(span.from - offset);
    const to = columns.firstFrom(Math.floor(span.to) + 1 - offset, from);
    return to > from ? [{ test: columns, from, to, offset }] : [];
  });
}

/** Reads one metric of cells. */
export class MetricReader {
  private space = new Float64Array(64);

  constructor(readonly metric: MetricName) {}

  /** The values of rows, NaN where there is none: in a space that the next call uses again. */
  values(rows: Omit<Rows, "offset">, metricCell: MetricCell): Float64Array {
    const length = rows.to - rows.from;
    if (this.space.length < length) this.space = new Float64Array(2 * length);
    fillMetric(this.metric, this.space, rows, metricCell);
    return this.space;
  }

  metricCell(cell: CellColumns): MetricCell {
    return metricCellOf(cell, this.metric);
  }

  /** The value of any row, whether it counts or not. */
  atRow(test: TestColumns, row: number, metricCell: MetricCell): number {
    return floatAt(this.values({ test, from: row, to: row + 1 }, metricCell), 0);
  }

  /** The value of a cell's cycle of that number, NaN where none counts. */
  at(cell: CellColumns, cycle: number, metricCell = this.metricCell(cell)): number {
    for (const { columns, offset } of cell.tests) {
      const row = columns.find(cycle - offset);
      if (row >= 0 && columns.counts(row)) return this.atRow(columns, row, metricCell);
    }
    return Number.NaN;
  }

  /** The numbers of the last cycles up to one for which the cell has a value, falling. */
  lastCycles(cell: CellColumns, upTo: number, count: number): number[] {
    const metricCell = this.metricCell(cell);
    const cycles = cell.tests.flatMap(({ columns, offset }) => {
      const found: number[] = [];
      for (let row = columns.firstFrom(upTo + 1 - offset) - 1; row >= 0 && found.length < count; row--) {
        const isThere = columns.counts(row) && !Number.isNaN(this.atRow(columns, row, metricCell));
        if (isThere) found.push(intAt(columns.cycles, row) + offset);
      }
      return found;
    });
    return cycles.sort((left, right) => right - left).slice(0, count);
  }

  /** Whether any cycle that counts has a value. */
  hasValues(cell: CellColumns): boolean {
    const metricCell = this.metricCell(cell);
    return cell.tests.some(({ columns }) => this.hasValuesIn(columns, metricCell));
  }

  /** From the end: a test that has values has them there, too, as a rule. */
  private hasValuesIn(test: TestColumns, metricCell: MetricCell): boolean {
    for (let row = test.length - 1; row >= 0; row--) {
      if (test.counts(row) && !Number.isNaN(this.atRow(test, row, metricCell))) return true;
    }
    return false;
  }
}
