import { entryAt } from "../domain/samples/sample-columns";
import type { MetricName } from "../domain/cycles/metrics";
import type { GroupBase } from "../domain/groups/groups-view";
import { type CellColumns, referenceOf } from "./columns/cell-columns";
import { MetricReader } from "./columns/metric-reader";
import type { IndexedGroup } from "./indexed-groups";

/** Of each group the mean of what its cells have at their reference cycles: of those that have values, and such a cycle. */
export function* groupBases(
  cells: readonly CellColumns[],
  { metric, groups }: { metric: MetricName; groups: readonly IndexedGroup[] },
): Generator<number, GroupBase[]> {
  const reader = new MetricReader(metric);
  const found: GroupBase[] = [];
  for (const { key, cellIndexes } of groups) {
    let [sum, n] = [0, 0];
    for (const index of cellIndexes) {
      const cell = entryAt(cells, index);
      yield cell.tests.reduce((rows, { columns }) => rows + columns.length, 1);
      const value = atReference(cell.whole ?? cell, reader);
      if (Number.isNaN(value) || !reader.hasValues(cell)) continue;
      sum += value;
      n += 1;
    }
    found.push({ key, base: n === 0 ? null : sum / n });
  }
  return found;
}

function atReference(cell: CellColumns, reader: MetricReader): number {
  const reference = referenceOf(cell);
  return reference === null ? Number.NaN : reader.at(cell, reference.cycle);
}
