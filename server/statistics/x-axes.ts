import { floatAt } from "../domain/samples/sample-columns";
import type { CycleQuantity } from "../data/test-cycles";
import type { MetricName } from "../domain/cycles/metrics";
import type { OtherX } from "../domain/groups/x-axes";
import { type CellColumns, referenceOf } from "./cell-columns";
import { quantitiesOf } from "./metric-columns";
import { MetricReader, type Rows } from "./metric-reader";

const US_PER_S = 1e6;
const US_PER_DAY = 86_400e6;

/** The stored quantities that an axis is computed from. */
export function quantitiesOfX(x: OtherX): readonly CycleQuantity[] {
  return x === "days" || x === "testTime" ? ["startedAtUs"] : quantitiesOf(x);
}

/** Where some rows of a test of a cell lie on an axis, NaN where that is not known; in a space that the next call may use again. */
export type XOfRows = (rows: Rows) => ArrayLike<number>;

/**
 * Equivalent full cycles and Ah as the metrics of that name; days since the reference cycle began, with which formation ends; seconds since
 * the first cycle of the test began.
 */
export function xOfCell(x: OtherX, cell: CellColumns): XOfRows {
  if (x === "testTime") return (rows) => since(rows, floatAt(rows.test.column("startedAtUs"), 0), US_PER_S);
  if (x === "days") {
    const originUs = referenceStartUs(cell);
    return (rows) => since(rows, originUs, US_PER_DAY);
  }
  const reader = new MetricReader(x satisfies MetricName);
  const metricCell = reader.metricCell(cell);
  return (rows) => reader.values(rows, metricCell);
}

function since({ test, from, to }: Rows, originUs: number, unitUs: number): Float64Array {
  return test
    .column("startedAtUs")
    .subarray(from, to)
    .map((us) => (us - originUs) / unitUs);
}

/** When the reference cycle of a cell began; NaN without one. */
function referenceStartUs(given: CellColumns): number {
  const cell = given.whole ?? given;
  const reference = referenceOf(cell);
  for (const { columns, offset } of reference ? cell.tests : []) {
    const row = columns.find((reference?.cycle ?? Number.NaN) - offset);
    if (row >= 0 && columns.counts(row)) return floatAt(columns.column("startedAtUs"), row);
  }
  return Number.NaN;
}
