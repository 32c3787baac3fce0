"use client";

import { memo, useMemo } from "react";
import type { MetricDescription } from "@/server/domain/cycles/metrics";
import { ChartFrame } from "../frame/chart-frame";
import type { Crosshair } from "../frame/pointer/crosshair";
import { type Domain, extendValueDomain } from "../frame/prepare-axis";
import { formatFixed, metricTitle, withUnit } from "../frame/prepare-numbers";
import { type Pixel, type Projection, toX, toY, xAt, type Zoom } from "../frame/prepare-projection";
import { boundRows, decimalsOf } from "../frame/prepare-uncertainty";
import { CYCLE_AXIS } from "../frame/prepare-x-axis";
import { type Region, Regions } from "../frame/regions";
import { useSteadyDomain } from "../frame/use-domains";
import single from "../frame/single-line.module.css";
import classes from "./metric-panel.module.css";
import { metricMarks } from "./prepare-metric-marks";
import { type CycleRange, type MetricSeries, metricExtent, nearestCycle } from "./prepare-metric-series";

type MetricPanelProps = {
  series: MetricSeries;
  metric: MetricDescription;
  /** The axis that all panels share. */
  cycles: Domain;
  range: CycleRange;
  regions: readonly Region[];
  chosen: number | null;
  crosshair: Crosshair;
  /** The last of the panels above each other has the numbers of the axis. */
  isLast: boolean;
  onChoose: (cycle: number) => void;
  onZoom: (zoom: Zoom | null) => void;
};

type Target = Pixel & { index: number; cycle: number };
const COLOUR = "var(--group-0)";

/** One metric of a cell over cycle number. */
export const MetricPanel = memo(function MetricPanel(props: MetricPanelProps) {
  const { series, metric, cycles, range, chosen, crosshair, isLast, onZoom } = props;
  const title = metricTitle(metric);
  const extent = useMemo(() => metricExtent(series, range, metric.isEfficiency), [series, range, metric]);
  const values = useSteadyDomain(`${title} ${range.from} ${range.to}`, extent, extendValueDomain);
  const hover = useHover(props);
  return (
    <ChartFrame
      label={`${title} over cycle number`}
      xAxis={CYCLE_AXIS}
      x={cycles}
      y={values}
      yTitle=""
      caption={title}
      xText={isLast ? "whole" : "none"}
      crosshair={crosshair}
      hover={hover}
      onZoom={onZoom}
    >
      {({ projection, plotClip }) => (
        <>
          <Regions regions={props.regions} projection={projection} />
          <ChosenCycle cycle={chosen} projection={projection} />
          <Marks series={series} projection={projection} clipPath={plotClip} />
        </>
      )}
    </ChartFrame>
  );
});

function useHover({ series, metric, onChoose }: MetricPanelProps) {
  return useMemo(
    () => ({
      find: (pointer: Pixel, projection: Projection): Target | null => {
        const index = nearestCycle(series, xAt(projection, pointer.x), projection.x);
        const cycle = index === null ? undefined : series.cycle[index];
        if (index === null || cycle === undefined) return null;
        const [low, high] = projection.y;
        const value = Math.min(high, Math.max(low, series.value[index] ?? low));
        return { index, cycle, x: toX(projection, cycle), y: toY(projection, value) };
      },
      describe: ({ index, cycle }: Target) => {
        const value = series.value[index] ?? null;
        const uncertainty = series.uncertainty[index] ?? null;
        const mark = series.mark[index] ?? "counted";
        return {
          colour: COLOUR,
          title: `Cycle ${cycle}${mark === "counted" ? "" : `, ${mark === "left out" ? "not in statistics" : mark}`}`,
          rows: [
            {
              label: metric.label,
              value: withUnit(formatFixed(value, decimalsOf(value ?? 0, uncertainty, metric)), metric.unit),
            },
            ...boundRows(value, uncertainty, metric),
          ],
        };
      },
      choose: ({ cycle }: Target) => onChoose(cycle),
      placeOf: ({ cycle }: Target) => cycle,
      markAt: (cycle: number) => {
        const value = series.value[series.cycle.lastIndexOf(cycle)];
        return value === undefined ? null : { value, colour: COLOUR };
      },
    }),
    [series, metric, onChoose],
  );
}

type MarksProps = { series: MetricSeries; projection: Projection; clipPath: string };

const Marks = memo(function Marks({ series, projection, clipPath }: MarksProps) {
  const { line, dots, others, offScale } = useMemo(() => metricMarks(series, projection), [series, projection]);
  return (
    <>
      <g clipPath={clipPath}>
        <path className={single.line} d={line} data-line="metric" />
        {dots.map(({ cycle, x, y }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two tests may show one cycle
          <circle key={`${cycle} ${index}`} className={single.dot} cx={x} cy={y} r={2} />
        ))}
        {others.map(({ cycle, x, y, mark }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: as above
          <circle key={`${cycle} ${index}`} className={classes.other} data-mark={mark} cx={x} cy={y} r={3.5} />
        ))}
      </g>
      {offScale.map(({ cycle, x, y, side }, index) => (
        <path
          // biome-ignore lint/suspicious/noArrayIndexKey: as above
          key={`${cycle} ${index}`}
          className={classes.offScale}
          data-off-scale={side}
          d={side === "above" ? `M${x - 4},${y + 6}h8l-4,-6Z` : `M${x - 4},${y - 6}h8l-4,6Z`}
        />
      ))}
    </>
  );
});

function ChosenCycle({ cycle, projection }: { cycle: number | null; projection: Projection }) {
  if (cycle === null || cycle < projection.x[0] || cycle > projection.x[1]) return null;
  const { plot } = projection;
  return <path className={classes.chosen} d={`M${toX(projection, cycle)},${plot.y}v${plot.height}`} />;
}
