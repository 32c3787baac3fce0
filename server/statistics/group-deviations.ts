import { entryAt } from "../domain/samples/sample-columns";
import { METRICS, type MetricName } from "../domain/cycles/metrics";
import type { DeviationRow } from "../domain/groups/groups-view";
import { deviationOf, type Scatter, scatterBetween } from "../domain/groups/statistics";
import type { CellColumns } from "./columns/cell-columns";
import type { IndexedGroup } from "./indexed-groups";
import { type CycleSpan, MetricReader } from "./columns/metric-reader";
import { ValueCollector } from "./columns/values-by-cycle";

/** How sure its value is, is read only where a row is shown. */
type Deviation = Omit<DeviationRow, "uncertainty">;

const PERSISTENCE_CYCLES = 10;

/** How far the cells of a group stray at one cycle, and in how many of their last ones they were flagged. */
export function* deviationRows(
  cells: readonly CellColumns[],
  { metric, group, cycle }: { metric: MetricName; group: IndexedGroup; cycle: number },
): Generator<number, Deviation[]> {
  const reader = new MetricReader(metric);
  const members: { cell: CellColumns; last: number[] }[] = [];
  for (const index of group.cellIndexes) {
    const cell = entryAt(cells, index);
    members.push({ cell, last: reader.lastCycles(cell, cycle, PERSISTENCE_CYCLES) });
    yield PERSISTENCE_CYCLES;
  }
  const collector = new ValueCollector(reader, cells);
  const scatters = yield* scattersOf(members, collector, { group, cycle });
  const deviationAt = (cell: CellColumns, number: number) => {
    const value = reader.at(cell, number);
    return deviationOf(Number.isNaN(value) ? null : value, scatters.get(number) ?? null, METRICS[metric]);
  };
  const rows: Deviation[] = [];
  for (const { cell, last } of members) {
    const persistence = last.filter((number) => deviationAt(cell, number).flagged).length;
    const { cellId, name } = cell.cell;
    rows.push({ cellId, cell: name, group: group.name, ...deviationAt(cell, cycle), persistence });
    yield PERSISTENCE_CYCLES;
  }
  return rows;
}

/** What the deviations at every cycle that is looked at are measured by. */
function* scattersOf(
  members: readonly { last: number[] }[],
  collector: ValueCollector,
  { group, cycle }: { group: IndexedGroup; cycle: number },
): Generator<number, Map<number, Scatter>> {
  const requested = new Set([cycle, ...members.flatMap(({ last }) => last)]);
  const first = members.reduce((least, { last }) => Math.min(least, last.at(-1) ?? cycle), cycle);
  return yield* scattersWithin(collector, group, { from: first, to: cycle, requested });
}

/** The scatter of a group at each of the asked cycles of a span that has values. */
export function* scattersWithin(
  collector: ValueCollector,
  { cellIndexes }: IndexedGroup,
  { requested, ...span }: CycleSpan & { requested: ReadonlySet<number> },
): Generator<number, Map<number, Scatter>> {
  const scatters = new Map<number, Scatter>();
  yield* collector.within(cellIndexes, span, ({ cycles, from, to, values }) => {
    for (let index = 0; index < cycles.length; index++) {
      const [number, start, end] = [entryAt(cycles, index), entryAt(from, index), entryAt(to, index)];
      if (end > start && requested.has(number)) scatters.set(number, scatterBetween(values, start, end));
    }
  });
  return scatters;
}
