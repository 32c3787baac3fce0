import type { MetricDescription } from "@/server/domain/cycles/metrics";
import type { CellLine, RunningPoint } from "@/server/domain/groups/groups-view";
import type { ChartTable, Field } from "../export/chart-picture";
import { fieldOf } from "../export/prepare-chart-table";
import type { Domain } from "../frame/prepare-axis";
import { metricTitle } from "../frame/prepare-numbers";
import { supportedValue } from "../frame/prepare-uncertainty";
import type { GroupAxis } from "./prepare-group-axes";
import { indexesIn } from "./prepare-series";
import type { ShownGroup } from "./shown-group";

type Shown = {
  groups: readonly ShownGroup[];
  running: readonly RunningPoint[];
  cellLines: readonly CellLine[];
  metric: MetricDescription;
  axis: GroupAxis;
  /** The axis along x, as it is shown. */
  x: Domain;
  /** Which cycles are shown, and what they are compared with. */
  about?: readonly string[];
};

/** What the chart of groups shows, point by point: of each group its line and band, then cells and cycles under way, in the unit shown. */
export function groupTable(shown: Shown): ChartTable {
  const names = new Map(shown.groups.map(({ series }) => [series.key, series.name]));
  const hasBounds = shown.groups.some(({ series }) => series.uncertainty !== null);
  const rows = [...groupRows(shown), ...cellRows(shown, names), ...runningRows(shown, names)];
  const columns = ["Line", shown.axis.columnTitle, metricTitle(shown.metric), "Band from", "Band to", "Cells", "Kind"];
  return {
    columns: hasBounds ? [...columns, BOUND] : columns,
    rows: hasBounds ? rows : rows.map((row) => row.slice(0, columns.length)),
    nameAt: 0,
    xAt: 1,
    valuesAt: [2],
    about: [...(shown.about ?? []), ...leftOutText(shown.groups)],
  };
}

/** How many cells people left out of what is shown, whole or in part; nothing where there is none. */
function leftOutText(groups: readonly ShownGroup[]): string[] {
  const sum = (of: (series: ShownGroup["series"]) => number) =>
    groups.reduce((count, { series }) => count + of(series), 0);
  const whole = sum(({ leftOut }) => leftOut?.cells ?? 0);
  const inPart = sum(({ leftOut }) => leftOut?.inPart ?? 0);
  const parts = [
    ...(whole > 0 ? [`${whole} of ${countText(sum(({ cells }) => cells))}`] : []),
    ...(inPart > 0 ? [`some cycles of ${countText(inPart)}`] : []),
  ];
  return parts.length === 0 ? [] : [`Excluded from statistics: ${parts.join(", and ")}`];
}

const countText = (cells: number) => (cells === 1 ? "1 cell" : `${cells} cells`);

/** By how much a group's mean may be off. */
const BOUND = "Mean at most ±";

function groupRows({ groups, metric, x: [from, to] }: Shown): Field[][] {
  return groups.flatMap(({ series }) => {
    const [start, end] = indexesIn(series.x, { from, to });
    return series.x.slice(start, end).flatMap((at, offset): Field[][] => {
      const index = start + offset;
      const bound = fieldOf(series.uncertainty?.[index]);
      const value = supportedValue(fieldOf(series.line[index]), bound, metric);
      if (value === null) return [];
      const isThinned = series.thinned[index] === true;
      const [low, high] = isThinned ? [null, null] : [fieldOf(series.low[index]), fieldOf(series.high[index])];
      return [[series.name, fieldOf(at), value, low, high, series.n[index] ?? null, kindOf(series, isThinned), bound]];
    });
  });
}

const kindOf = ({ smoothedOver }: ShownGroup["series"], isThinned: boolean) =>
  `${isThinned ? "thinned" : "group"}${smoothedOver === undefined ? "" : `, median of ${smoothedOver} points`}`;

function cellRows({ cellLines, metric, x: [from, to] }: Shown, names: ReadonlyMap<string, string>): Field[][] {
  return cellLines.flatMap(({ cell, groupKey, cycle, value }) =>
    cycle.flatMap((at, index): Field[][] => {
      const shown = fieldOf((value[index] ?? Number.NaN) * metric.scale);
      if (at < from || at > to || shown === null) return [];
      return [[lineName(cell, names.get(groupKey)), at, shown, null, null, 1, "cell", null]];
    }),
  );
}

function runningRows({ running, metric, x: [from, to] }: Shown, names: ReadonlyMap<string, string>): Field[][] {
  return running.flatMap(({ cell, groupKey, cycle, value }): Field[][] => {
    const shown = value === null ? null : fieldOf(value * metric.scale);
    if (cycle < from || cycle > to || shown === null || !names.has(groupKey)) return [];
    return [[lineName(cell, names.get(groupKey)), cycle, shown, null, null, 1, "unfinished", null]];
  });
}

const lineName = (cell: string, group = "") => `${group} · ${cell}`;
