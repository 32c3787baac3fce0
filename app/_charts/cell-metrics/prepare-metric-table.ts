import type { CellCycles } from "@/server/domain/cells/cell-page";
import type { MetricDescription, MetricName } from "@/server/domain/cycles/metrics";
import type { ChartTable } from "../export/chart-picture";
import { fieldOf } from "../export/prepare-chart-table";
import type { Domain } from "../frame/prepare-axis";
import { metricUncertainties } from "@/server/domain/cycles/quality/metric-uncertainty";
import { supportedValue } from "../frame/prepare-uncertainty";
import { metricTitle } from "../frame/prepare-numbers";
import { markOf } from "./prepare-metric-series";

/** What the panels of a cell show, cycle by cycle, in the units shown. Cycles without any of the values are left out. */
export function metricTable(
  { cycles, metrics }: Pick<CellCycles, "cycles" | "metrics">,
  panels: readonly { name: MetricName; metric: MetricDescription }[],
  [from, to]: Domain,
): ChartTable {
  const bounds = panels.map(({ name }) => metricUncertainties(name, metrics));
  const rows = cycles.flatMap((cycle, index) => {
    if (cycle.cycle < from || cycle.cycle > to) return [];
    const shown = (value: number | null | undefined, { scale }: MetricDescription) =>
      fieldOf((value ?? Number.NaN) * scale);
    const limits = panels.map(({ metric }, panel) => shown(bounds[panel]?.[index], metric));
    const values = panels.map(({ name, metric }, panel) =>
      supportedValue(shown(metrics[name]?.[index], metric), limits[panel] ?? null, metric),
    );
    if (values.every((value) => value === null)) return [];
    return [[cycle.cycle, cycle.test, markOf(cycle), ...values, ...limits.filter((_, panel) => bounds[panel])]];
  });
  const titles = panels.map(({ metric }) => metricTitle(metric));
  return {
    columns: [
      "Cycle number",
      "Test",
      "In statistics",
      ...titles,
      ...titles.filter((_, panel) => bounds[panel]).map(boundTitle),
    ],
    rows,
    nameAt: null,
    xAt: 0,
    valuesAt: panels.map((_, index) => 3 + index),
  };
}

const boundTitle = (title: string) => `${title}, at most ±`;
