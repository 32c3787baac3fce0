import { floatAt } from "../domain/samples/sample-columns";
import type { CycleQuantity } from "../data/test-cycles";
import type { MetricName } from "../domain/cycles/metrics";
import { endsUnderTest } from "../domain/cycles/time-under-test";
import type { OtherX } from "../domain/groups/x-axes";
import { type CellColumns, referenceOf } from "./columns/cell-columns";
import { quantitiesOf } from "./columns/metric-columns";
import { MetricReader, type Rows } from "./columns/metric-reader";

const US_PER_DAY = 86_400e6;

/** The stored quantities that an axis is computed from. */
export function quantitiesOfX(x: OtherX): readonly CycleQuantity[] {
  if (x === "days") return ["startedAtUs"];
  return x === "testTime" ? ["durationS", "uncoveredS"] : quantitiesOf(x);
}

/** Where some rows of a test of a cell lie on an axis, NaN where that is not known; in a space that the next call may use again. */
export type XOfRows = (rows: Rows) => ArrayLike<number>;

/**
 * Equivalent full cycles and Ah as the metrics of that name; days since the reference cycle began, with which formation ends; seconds that the
 * cell had been under test when the cycle ended.
 */
export function xOfCell(x: OtherX, cell: CellColumns): XOfRows {
  if (x === "testTime") return underTest(cell);
  if (x === "days") {
    const originUs = referenceStartUs(cell);
    return (rows) => since(rows, originUs, US_PER_DAY);
  }
  const reader = new MetricReader(x satisfies MetricName);
  const metricCell = reader.metricCell(cell);
  return (rows) => reader.values(rows, metricCell);
}

function underTest({ tests }: CellColumns): XOfRows {
  const ends = endsUnderTest(
    tests.map(({ columns }) => {
      const [durationS, uncoveredS] = [columns.column("durationS"), columns.column("uncoveredS")];
      const spansS = Float64Array.from(
        { length: columns.length },
        (_, row) => floatAt(durationS, row) + floatAt(uncoveredS, row),
      );
      return { startedAtUs: columns.startedAtUs, spansS };
    }),
  );
  const ofTest = new Map(tests.map(({ columns }, index) => [columns, ends[index]]));
  return ({ test, from, to }) => ofTest.get(test)?.subarray(from, to) ?? [];
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
