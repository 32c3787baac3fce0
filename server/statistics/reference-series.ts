import { entryAt, floatAt, intAt } from "../domain/samples/sample-columns";
import type { MetricName } from "../domain/cycles/metrics";
import type { GroupSeries } from "../domain/groups/groups-view";
import { AppError } from "../errors";
import type { CellColumns } from "./columns/cell-columns";
import { type CycleSpan, MetricReader, rowsWithin } from "./columns/metric-reader";

/** What groups are compared with: one of them, by its key or name, or a cell of the lab. */
export type RequestedReference = { group: string } | { cell: string };

/** The distance of a group's means from those of the reference; null where the reference has none, or a ratio's denominator is 0. */
export type Differences = { difference: (number | null)[]; relativeDifference: (number | null)[] };

/** More are no help to whoever mistyped one. */
const MAX_NAMED = 20;

/**
 * The means of the reference by cycle.
 * @throws AppError `not_found` when there is no such group or cell
 */
export function referenceMeans(
  requested: RequestedReference,
  given: {
    series: readonly Pick<GroupSeries, "key" | "name" | "cycle" | "mean">[];
    cells: readonly CellColumns[];
    metric: MetricName;
    span: CycleSpan;
  },
): Map<number, number> {
  if ("cell" in requested) return meansOfCell(requested.cell, given);
  const { series } = given;
  const group =
    series.find(({ key }) => key === requested.group) ?? series.find(({ name }) => name === requested.group);
  if (group) return new Map(group.cycle.map((cycle, index) => [cycle, entryAt(group.mean, index)]));
  const names = series.slice(0, MAX_NAMED).map(({ name }) => `"${name}"`);
  const known = names.length === 0 ? "it has none" : `there are ${names.join(", ")}`;
  throw new AppError("not_found", `This grouping has no group "${requested.group}"; ${known}.`);
}

function meansOfCell(
  name: string,
  { cells, metric, span }: { cells: readonly CellColumns[]; metric: MetricName; span: CycleSpan },
): Map<number, number> {
  const cell = cells.find((one) => one.cell.name === name);
  if (!cell) throw new AppError("not_found", `There is no cell "${name}" in this lab.`);
  return valuesOfCell(cell, new MetricReader(metric), span);
}

/** The values of a cell by the numbers of its cycles that count. */
export function valuesOfCell(cell: CellColumns, reader: MetricReader, span: CycleSpan): Map<number, number> {
  const metricCell = reader.metricCell(cell);
  const found = new Map<number, number>();
  for (const rows of rowsWithin(cell, span)) {
    const values = reader.values(rows, metricCell);
    for (let row = rows.from; row < rows.to; row++) {
      const value = floatAt(values, row - rows.from);
      if (rows.test.counts(row) && !Number.isNaN(value)) found.set(intAt(rows.test.cycles, row) + rows.offset, value);
    }
  }
  return found;
}

/** How far the means of a group lie from those of the reference, cycle by cycle. */
export function differencesFrom(
  means: ReadonlyMap<number, number>,
  { cycle, mean }: Pick<GroupSeries, "cycle" | "mean">,
): Differences {
  const references = cycle.map((number) => means.get(number));
  const difference = mean.map((value, index) => {
    const reference = references[index];
    return reference === undefined ? null : value - reference;
  });
  const relativeDifference = difference.map((distance, index) => {
    const reference = references[index];
    return distance === null || !reference ? null : distance / reference;
  });
  return { difference, relativeDifference };
}
