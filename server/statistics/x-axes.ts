import type { CycleQuantity } from "../data/test-cycles";
import type { MetricName } from "../domain/cycles/metrics";
import { type CellColumns, referenceOf } from "./cell-columns";
import { quantitiesOf } from "./metric-columns";
import { MetricReader, type Rows } from "./metric-reader";

/** What statistics of groups may be drawn over, but for the cycle number. */
export const OTHER_X_AXES = ["equivalentFullCycles", "throughputAh", "days", "testTime"] as const;
export type OtherX = (typeof OTHER_X_AXES)[number];

const US_PER_S = 1e6;
const US_PER_DAY = 86_400e6;

/** The stored quantities that an axis is computed from. */
export function quantitiesOfX(x: OtherX): readonly CycleQuantity[] {
  return x === "days" || x === "testTime" ? ["startedAtUs"] : quantitiesOf(x);
}

/** Where the cycles of a cell lie on an axis: of some rows of one of its tests, NaN where that is not known. */
export type XOfRows = (rows: Rows) => ArrayLike<number>;

/**
 * Equivalent full cycles and Ah as the metrics of that name; days since the reference cycle began, with which formation ends; seconds since
 * the first cycle of the test began.
 */
export function xOfCell(x: OtherX, cell: CellColumns): XOfRows {
  if (x === "testTime") return ({ test, from, to }) => sinceUs(test.column("startedAtUs"), 0, US_PER_S).slice(from, to);
  if (x === "days") return daysSinceReference(cell);
  const reader = new MetricReader(x satisfies MetricName);
  const metricCell = reader.metricCell(cell);
  return (rows) => reader.values(rows, metricCell).slice(0, rows.to - rows.from);
}

function daysSinceReference(cell: CellColumns): XOfRows {
  const reference = referenceOf(cell);
  const started = cell.tests.flatMap(({ columns, offset }) => {
    const row = reference ? columns.find(reference.cycle - offset) : -1;
    return row >= 0 && columns.counts(row) ? [columns.column("startedAtUs")[row] as number] : [];
  });
  const [originUs = Number.NaN] = started;
  return ({ test, from, to }) =>
    Float64Array.from(test.column("startedAtUs").subarray(from, to), (us) => (us - originUs) / US_PER_DAY);
}

const sinceUs = (column: Float64Array, first: number, unitUs: number) =>
  Float64Array.from(column, (us) => (us - (column[first] as number)) / unitUs);
