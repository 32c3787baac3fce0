import type { CellCycles } from "@/server/domain/cells/cell-page";
import type { MetricDescription, MetricName } from "@/server/domain/cycles/metrics";
import type { ChartTable } from "../export/chart-picture";
import { fieldOf } from "../export/prepare-table";
import type { Domain } from "../frame/prepare-axis";
import { metricTitle } from "../frame/prepare-numbers";
import { markOf } from "./prepare-metric-series";

/** What the panels of a cell show, cycle by cycle, in the units shown. Cycles without any of the values are left out. */
export function metricTable(
  { cycles, metrics }: Pick<CellCycles, "cycles" | "metrics">,
  panels: readonly { name: MetricName; metric: MetricDescription }[],
  [from, to]: Domain,
): ChartTable {
  const rows = cycles.flatMap((cycle, index) => {
    if (cycle.cycle < from || cycle.cycle > to) return [];
    const values = panels.map(({ name, metric }) => fieldOf((metrics[name]?.[index] ?? Number.NaN) * metric.scale));
    return values.every((value) => value === null) ? [] : [[cycle.cycle, cycle.test, markOf(cycle), ...values]];
  });
  return {
    columns: ["Cycle number", "Test", "In statistics", ...panels.map(({ metric }) => metricTitle(metric))],
    rows,
    nameAt: null,
    xAt: 0,
    valuesAt: panels.map((_, index) => 3 + index),
  };
}
