import { entryAt } from "../domain/samples/sample-columns";
import type { MetricName } from "../domain/cycles/metrics";
import type { GroupSeries } from "../domain/groups/groups-view";
import { largestOf, statisticsBetween, thinnedOf } from "../domain/groups/statistics";
import { AppError } from "../errors";
import type { CellColumns } from "./columns/cell-columns";
import { headOf, type IndexedGroup } from "./indexed-groups";
import { ALL_CYCLES, type CycleSpan, MetricReader } from "./columns/metric-reader";
import { ValueCollector, type ValuesByCycle } from "./columns/values-by-cycle";
import { addBounds, type BoundSums, meanBounds, uncertaintyReader } from "./columns/uncertainties";

/** Points of all groups together: more are no chart, and writing them out would keep everybody else waiting. */
const MAX_POINTS = 250_000;

type SeriesOptions = { metric: MetricName; groups: readonly IndexedGroup[] };

/** The statistics of groups over cycle number. @throws AppError `too_large` when they have more points than an answer can hold */
export function* groupSeries(
  cells: readonly CellColumns[],
  { metric, groups, span = ALL_CYCLES }: SeriesOptions & { span?: CycleSpan },
): Generator<number, GroupSeries[]> {
  const collector = new ValueCollector(new MetricReader(metric), cells);
  const bounds = boundCollector(metric, cells);
  const found: GroupSeries[] = [];
  let points = 0;
  for (const group of groups) {
    const series = emptySeries(group, cells);
    yield* collector.within(group.cellIndexes, span, (values) => addPoints(series, values));
    if (bounds) {
      const sums: BoundSums = new Map();
      yield* bounds.within(group.cellIndexes, span, (values) => addBounds(sums, values));
      series.uncertainty = meanBounds(sums, series.cycle, series.n);
    }
    points += series.cycle.length;
    if (points > MAX_POINTS) throw tooManyPoints();
    const largestN = span === ALL_CYCLES ? largestOf(series.n) : yield* largestNOf(collector, group);
    found.push({ ...series, thinned: thinnedOf(series.n, largestN) });
  }
  return found;
}

/** Collects how sure the values are; null where the metric has no bounds. */
function boundCollector(metric: MetricName, cells: readonly CellColumns[]): ValueCollector | null {
  const reader = uncertaintyReader(metric);
  return reader && new ValueCollector(reader, cells);
}

/** The largest number of cells that share a cycle of a group. */
function* largestNOf(collector: ValueCollector, { cellIndexes }: IndexedGroup): Generator<number, number> {
  let largest = 0;
  yield* collector.within(cellIndexes, ALL_CYCLES, ({ cycles, from, to }) => {
    for (let index = 0; index < cycles.length; index++) {
      largest = Math.max(largest, entryAt(to, index) - entryAt(from, index));
    }
  });
  return largest;
}

const tooManyPoints = () =>
  new AppError(
    "too_large",
    `These groups have more than ${MAX_POINTS} points together. Choose a grouping with fewer groups, or ask for fewer cycles.`,
  );

/** The statistics of one group at some cycles, whose numbers rise. */
export function* groupSeriesAt(
  cells: readonly CellColumns[],
  { metric, group, cycles }: { metric: MetricName; group: IndexedGroup; cycles: readonly number[] },
): Generator<number, GroupColumns> {
  const collector = new ValueCollector(new MetricReader(metric), cells);
  const series = emptySeries(group, cells);
  addPoints(series, yield* collector.at(group.cellIndexes, cycles));
  const bounds = boundCollector(metric, cells);
  if (bounds) {
    const sums: BoundSums = new Map();
    addBounds(sums, yield* bounds.at(group.cellIndexes, cycles));
    series.uncertainty = meanBounds(sums, series.cycle, series.n);
  }
  return series;
}

type GroupColumns = Omit<GroupSeries, "thinned">;

function emptySeries(group: IndexedGroup, cells: readonly CellColumns[]): GroupColumns {
  const columns = { cycle: [], mean: [], std: [], n: [], min: [], max: [], median: [], q1: [], q3: [] };
  return { ...headOf(group, cells), ...columns };
}

/** Appends the statistics of cycles that have values. */
function addPoints(series: GroupColumns, { cycles, from, to, values }: ValuesByCycle): void {
  for (let index = 0; index < cycles.length; index++) {
    const start = entryAt(from, index);
    const end = entryAt(to, index);
    if (end === start) continue;
    const statistics = statisticsBetween(values, start, end);
    series.cycle.push(entryAt(cycles, index));
    series.mean.push(statistics.mean);
    series.std.push(statistics.std);
    series.n.push(statistics.n);
    series.min.push(statistics.min);
    series.max.push(statistics.max);
    series.median.push(statistics.median);
    series.q1.push(statistics.q1);
    series.q3.push(statistics.q3);
  }
}
