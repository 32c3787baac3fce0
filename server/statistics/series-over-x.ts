import { entryAt, floatAt, intAt } from "../domain/samples/sample-columns";
import type { MetricName } from "../domain/cycles/metrics";
import { statisticsBetween, thinnedOf } from "../domain/groups/statistics";
import type { GroupSeriesOverX } from "../domain/groups/groups-view";
import { firstNotBelow, interpolated } from "../domain/groups/interpolate";
import { type OtherX, PLACES } from "../domain/groups/x-axes";
import type { CellColumns } from "./columns/cell-columns";
import { headOf, type IndexedGroup } from "./indexed-groups";
import { type CycleSpan, MetricReader, rowsWithin } from "./columns/metric-reader";
import { uncertaintyReader } from "./columns/uncertainties";
import { xOfCell } from "./x-of-cell";

/** A cell's values in rising order of x, and how sure they are: NaN where that is not known. */
type Curve = { x: Float64Array; y: Float64Array; cycle: Float64Array; uncertainty: Float64Array };
/** What reads the values of cells, and what tells how sure they are; null where nothing does. */
type Readers = { reader: MetricReader; bounds: MetricReader | null };

/**
 * The statistics of groups over another axis. Cells have cycles at places of their own, so each cell's values are interpolated linearly
 * between its neighbouring cycles, at 200 even places of the group; a cell counts where it has cycles on both sides.
 */
export function* seriesOverX(
  cells: readonly CellColumns[],
  { metric, groups, x, span }: { metric: MetricName; groups: readonly IndexedGroup[]; x: OtherX; span: CycleSpan },
): Generator<number, GroupSeriesOverX[]> {
  const readers = { reader: new MetricReader(metric), bounds: uncertaintyReader(metric) };
  const found: GroupSeriesOverX[] = [];
  for (const group of groups) {
    const curves: Curve[] = [];
    for (const index of group.cellIndexes) {
      const cell = cells[index];
      if (!cell) continue;
      const curve = curveOf(cell, { ...readers, x, span });
      if (curve.x.length > 0) curves.push(curve);
      yield curve.x.length;
    }
    yield curves.length * PLACES;
    const { uncertainty, ...series } = compare(curves);
    const bounds = readers.bounds && uncertainty ? { uncertainty } : {};
    found.push({ ...headOf(group, cells), ...series, ...bounds });
  }
  return found;
}

function curveOf(cell: CellColumns, { reader, bounds, x, span }: Readers & { x: OtherX; span: CycleSpan }): Curve {
  const metricCell = reader.metricCell(cell);
  const xOf = xOfCell(x, cell);
  const points: { x: number; y: number; cycle: number; uncertainty: number }[] = [];
  for (const rows of rowsWithin(cell, span)) {
    const places = xOf(rows);
    const values = reader.values(rows, metricCell);
    const uncertainties = bounds?.values(rows, metricCell);
    for (let row = rows.from; row < rows.to; row++) {
      const point = {
        x: entryAt(places, row - rows.from),
        y: floatAt(values, row - rows.from),
        cycle: intAt(rows.test.cycles, row) + rows.offset,
        uncertainty: uncertainties?.[row - rows.from] ?? Number.NaN,
      };
      if (rows.test.counts(row) && !Number.isNaN(point.x + point.y)) points.push(point);
    }
  }
  points.sort((left, right) => left.x - right.x || left.cycle - right.cycle);
  return {
    x: Float64Array.from(points, (point) => point.x),
    y: Float64Array.from(points, (point) => point.y),
    cycle: Float64Array.from(points, (point) => point.cycle),
    uncertainty: Float64Array.from(points, (point) => point.uncertainty),
  };
}

function compare(curves: readonly Curve[]): Omit<GroupSeriesOverX, "key" | "name" | "colour" | "cells"> {
  const uncertainty: (number | null)[] = [];
  const series: ReturnType<typeof compare> = {
    x: [],
    cycle: [],
    mean: [],
    std: [],
    n: [],
    min: [],
    max: [],
    median: [],
    q1: [],
    q3: [],
    thinned: [],
  };
  const values = new Float64Array(curves.length);
  for (const place of placesOf(curves)) {
    let n = 0;
    let cycles = 0;
    let bounds = 0;
    for (const curve of curves) {
      const after = firstNotBelow(curve.x, place);
      const value = interpolated(curve.x, curve.y, after, place);
      if (Number.isNaN(value)) continue;
      cycles += interpolated(curve.x, curve.cycle, after, place);
      bounds += interpolated(curve.x, curve.uncertainty, after, place);
      values[n++] = value;
    }
    if (n === 0) continue;
    const { mean, std, min, max, median, q1, q3 } = statisticsBetween(values, 0, n);
    uncertainty.push(Number.isNaN(bounds) ? null : bounds / n);
    series.x.push(place);
    series.cycle.push(Math.round(cycles / n));
    series.mean.push(mean);
    series.std.push(std);
    series.n.push(n);
    series.min.push(min);
    series.max.push(max);
    series.median.push(median);
    series.q1.push(q1);
    series.q3.push(q3);
  }
  return { ...series, uncertainty, thinned: thinnedOf(series.n) };
}

/** Even places from the first to the last value of all curves, both included; one where they are the same. */
function placesOf(curves: readonly Curve[]): number[] {
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (const { x } of curves) {
    first = Math.min(first, floatAt(x, 0));
    last = Math.max(last, floatAt(x, x.length - 1));
  }
  if (curves.length === 0) return [];
  if (first === last) return [first];
  const step = (last - first) / (PLACES - 1);
  return Array.from({ length: PLACES }, (_, index) => (index === PLACES - 1 ? last : first + index * step));
}
