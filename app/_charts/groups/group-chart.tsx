"use client";

import { CompositeChart } from "@mantine/charts";
import { useElementSize, useMergedRef } from "@mantine/hooks";
import { memo, useCallback, useMemo, useState } from "react";
import type { RunningPoint } from "@/server/domain/groups/groups-view";
import type { MetricDescription } from "@/server/domain/cycles/metrics";
import classes from "./group-chart.module.css";
import { GroupDrawing } from "./group-drawing";
import { cycleTicks, extendCycleDomain, extendValueDomain, tickText, valueTicks } from "../frame/prepare-axis";
import { metricTitle } from "../frame/prepare-numbers";
import { type CycleRange, cycleExtent, valueExtent } from "./prepare-series";
import { useSteadyDomain } from "../frame/use-steady-domain";
import type { ShownGroup } from "./shown-group";

type GroupChartProps = {
  /** What is shown, in one string: another one lets the axes start anew. */
  viewKey: string;
  groups: readonly ShownGroup[];
  running: readonly RunningPoint[];
  metric: MetricDescription;
  range: CycleRange;
  chosen: { group: string; cycle: number } | null;
  onChoose: (groupKey: string, cycle: number) => void;
  onZoom: (from: number, to: number) => void;
};

const PX_PER_CYCLE_TICK = 72;
const VALUE_INTERVALS = 7;
/** Height of a group's row in the strip of counts: all rows together stay a strip. */
const STRIP_PX = 72;

/** Mean ± std of each group over cycle number. Axes, grid and sizes are the chart library's; what is drawn in them is GroupDrawing. */
export const GroupChart = memo(function GroupChart(props: GroupChartProps) {
  const { viewKey, groups, running, metric, range } = props;
  const [host, setHost] = useState<HTMLElement | null>(null);
  const { ref: sizeRef, width } = useElementSize();
  const keepHost = useCallback((element: HTMLElement | null) => setHost(element), []);
  const ref = useMergedRef(keepHost, sizeRef);
  const cycles = useCycleDomain(props);
  const series = useMemo(() => groups.map((group) => group.series), [groups]);
  const shown = useMemo(() => ({ from: Math.ceil(cycles[0]), to: Math.floor(cycles[1]) }), [cycles]);
  const extent = valueExtent(series, shown) ?? runningExtent(running, metric.scale);
  const values = useSteadyDomain(`${viewKey} ${range.from} ${range.to}`, extent, extendValueDomain);

  const rowHeight = Math.max(2, Math.min(10, Math.floor(STRIP_PX / Math.max(1, groups.length)) - 2));
  const stripHeight = groups.length * (rowHeight + 2) + 4;
  const xTicks = useMemo(
    () => cycleTicks(cycles, Math.max(2, Math.min(10, Math.floor(width / PX_PER_CYCLE_TICK)))),
    [cycles, width],
  );
  const yTicks = useMemo(() => valueTicks(values, VALUE_INTERVALS), [values]);
  const yTickText = useCallback((value: number) => tickText(value, yTicks), [yTicks]);
  const xAxisProps = useMemo(() => xAxisOf(cycles, xTicks, stripHeight), [cycles, xTicks, stripHeight]);
  const yAxisProps = useMemo(() => yAxisOf(values, yTicks, yTickText), [values, yTicks, yTickText]);
  return (
    <figure className={classes.figure} ref={ref} aria-label={`${metricTitle(metric)} over cycle number`}>
      <CompositeChart
        className={classes.chart}
        data={NO_DATA}
        dataKey="cycle"
        series={NO_SERIES}
        withTooltip={false}
        accessibilityLayer={false}
        gridAxis="xy"
        strokeDasharray="0"
        tickLine="none"
        xAxisProps={xAxisProps}
        yAxisProps={yAxisProps}
        gridProps={GRID}
        composedChartProps={MARGIN}
      >
        <GroupDrawing
          {...props}
          cycles={cycles}
          values={values}
          rowHeight={rowHeight}
          stripHeight={stripHeight}
          host={host}
        />
      </CompositeChart>
    </figure>
  );
});

/** The lines are drawn by GroupDrawing, from columns: the library would want a row for each cycle with a field for each line. */
const NO_DATA: Record<string, number>[] = [];
const NO_SERIES: [] = [];
const GRID = { strokeWidth: 1 } as const;
const MARGIN = { margin: { top: 8, right: 12, bottom: 24, left: 20 } } as const;

function useCycleDomain({ viewKey, groups, running, range }: GroupChartProps) {
  const extent = cycleExtent(
    groups.map(({ series }) => series),
    running,
  );
  const grown = useSteadyDomain(viewKey, extent, extendCycleDomain);
  // A range that was asked for is kept to the cycle; a chart of one cycle still needs a width.
  const low = range.from ?? grown[0];
  const high = Math.max(range.to ?? grown[1], low + 1);
  return useMemo(() => [low, high] as const, [low, high]);
}

function runningExtent(running: readonly RunningPoint[], scale: number) {
  const values = running.flatMap(({ value }) => (value === null ? [] : [value * scale]));
  return values.length === 0 ? null : ([Math.min(...values), Math.max(...values)] as const);
}

function xAxisOf(cycles: readonly [number, number], ticks: number[], stripHeight: number) {
  return {
    type: "number" as const,
    domain: [...cycles],
    ticks,
    interval: 0 as const,
    allowDataOverflow: true,
    height: stripHeight + 24,
    tickMargin: stripHeight,
    axisLine: { stroke: "var(--chart-grid-color)" },
  };
}

function yAxisOf(values: readonly [number, number], ticks: number[], tickFormatter: (value: number) => string) {
  return { domain: [...values], ticks, interval: 0 as const, allowDataOverflow: true, width: 52, tickFormatter };
}
