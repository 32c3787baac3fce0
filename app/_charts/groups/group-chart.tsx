"use client";

import { memo, useMemo } from "react";
import type { ValueStore } from "@/app/_components/browser/value-store";
import type { MetricDescription } from "@/server/domain/cycles/metrics";
import type { CellLine, RunningPoint } from "@/server/domain/groups/groups-view";
import { ChartExport } from "../export/chart-export";
import type { ChartPicture } from "../export/chart-picture";
import { useIsFigure } from "../export/figure";
import { figureGroups } from "../export/prepare-figure-styles";
import { ChartFrame } from "../frame/chart-frame";
import type { Crosshair } from "../frame/pointer/crosshair";
import { requestedDomain, type Domain, extendValueDomain } from "../frame/prepare-axis";
import { metricTitle } from "../frame/prepare-numbers";
import type { Zoom } from "../frame/prepare-projection";
import { useSteadyDomain } from "../frame/use-domains";
import { GroupDrawing } from "./group-drawing";
import { groupTable } from "./prepare-group-table";
import { NO_COUNTS, prepareCounts } from "./prepare-counts";
import type { GroupAxis } from "./prepare-group-axes";
import type { CycleRange } from "./prepare-series";
import { shownExtent } from "./prepare-window";
import type { ShownGroup } from "./shown-group";
import { useGroupHover } from "./use-group-hover";

export type GroupChartProps = {
  /** What is shown, in one string: another one lets the axes start anew. */
  viewKey: string;
  groups: readonly ShownGroup[];
  running: readonly RunningPoint[];
  /** Cells that have lines of their own, of the groups that are drawn. */
  cellLines: readonly CellLine[];
  /** The cell that is looked at more closely; null: none. */
  cellInFocus: CellLine | null;
  metric: MetricDescription;
  axis: GroupAxis;
  /** The axis along x. */
  x: Domain;
  /** Whether a wheel still turns: lines are moved then, and drawn anew when it rests. */
  isTurning?: boolean;
  withXTitle?: boolean;
  withCounts: boolean;
  withBars: boolean;
  chosen: { group: string; cycle: number } | null;
  onChoose: (groupKey: string, cycle: number | null) => void;
  /** Ends of the axis of values that were zoomed to, in the unit shown; null leaves an end to the data. */
  values: CycleRange;
  onZoom: (zoom: Zoom | null) => void;
  crosshair: Crosshair;
  /** What is to be known of the numbers where they leave the page; the same list while it says the same. */
  about?: readonly string[];
  /** The group that is pointed at, here or elsewhere on the page: it changes with the pointer, and little is drawn for it. */
  highlight: ValueStore<string | null>;
};

/** Each group over cycle number or another axis, with its band. */
export const GroupChart = memo(function GroupChart(props: GroupChartProps) {
  const { groups, running, cellLines, metric, axis, x, about = NOTHING } = props;
  const picture = useMemo<ChartPicture>(
    () => ({
      title: `${metric.label} over ${axis.label.toLowerCase()}${smoothingText(groups)}`,
      table: () => groupTable({ groups, running, cellLines, metric, axis, x, about }),
      legend: groups.map(({ series, style }) => ({ name: series.name, style })),
    }),
    [groups, running, cellLines, metric, axis, x, about],
  );
  return (
    <ChartExport picture={picture}>
      <DrawnGroups {...props} />
    </ChartExport>
  );
});

const NOTHING: readonly string[] = [];

/** Said in what leaves the page, where no control tells. */
function smoothingText([first]: readonly ShownGroup[]): string {
  const points = first?.series.smoothedOver;
  return points === undefined ? "" : `, running median of ${points} points`;
}

function DrawnGroups(given: GroupChartProps) {
  const isFigure = useIsFigure();
  const groups = useMemo(() => (isFigure ? figureGroups(given.groups) : given.groups), [isFigure, given.groups]);
  const props = { ...given, groups };
  const { metric, axis, chosen, onZoom, highlight, withCounts, crosshair, x } = props;
  const values = useValueDomain(props);
  const strip = useMemo(() => (withCounts ? prepareCounts(groups) : NO_COUNTS), [groups, withCounts]);
  const colours = useMemo(() => new Map(groups.map(({ series, style }) => [series.key, style.colour])), [groups]);
  const { marksOf, hover } = useGroupHover(props, colours);
  return (
    <ChartFrame
      label={`${metricTitle(metric)} over ${axis.label.toLowerCase()}`}
      xAxis={axis.axis}
      x={x}
      y={values}
      yTitle={metricTitle(metric)}
      strip={{ height: strip.height, title: "n" }}
      xText={props.withXTitle === false ? "numbers" : "whole"}
      crosshair={crosshair}
      hover={hover}
      onZoom={onZoom}
    >
      {({ projection, clipPath, plotClip, host }) => (
        <GroupDrawing
          groups={groups}
          cellLines={props.cellLines}
          cellInFocus={props.cellInFocus}
          scale={metric.scale}
          withBars={props.withBars}
          marks={marksOf(projection)}
          colours={colours}
          chosen={chosen}
          projection={projection}
          isTurning={props.isTurning === true}
          clipPath={clipPath}
          plotClip={plotClip}
          strip={strip}
          host={host}
          highlight={highlight}
        />
      )}
    </ChartFrame>
  );
}

function useValueDomain({ viewKey, groups, running, metric, x, values: asked }: GroupChartProps): Domain {
  const extent = useMemo(() => {
    const series = groups.map((group) => group.series);
    return shownExtent(series, { from: x[0], to: x[1] }, metric) ?? runningExtent(running, metric.scale);
  }, [groups, running, metric, x]);
  const grown = useSteadyDomain(`${viewKey} ${x[0]} ${x[1]}`, extent, extendValueDomain);
  return useMemo(() => requestedDomain(grown, asked), [grown, asked]);
}

function runningExtent(running: readonly RunningPoint[], scale: number) {
  const values = running.flatMap(({ value }) => (value === null ? [] : [value * scale]));
  return values.length === 0 ? null : ([Math.min(...values), Math.max(...values)] as const);
}
