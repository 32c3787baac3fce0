"use client";

import { memo, useMemo } from "react";
import { ChartFrame } from "../frame/chart-frame";
import type { Crosshair } from "../frame/pointer/crosshair";
import { type Domain, extendValueDomain } from "../frame/prepare-axis";
import { formatMoment } from "../frame/prepare-numbers";
import { type Pixel, type Projection, toX, toY, xAt, type Zoom } from "../frame/prepare-projection";
import { type Region, Regions } from "../frame/regions";
import type { XAxis } from "../frame/prepare-x-axis";
import { useSteadyDomain } from "../frame/use-domains";
import { type CycleSpan, cycleLabels, spanInSight, type StepSpan, stepLabels } from "./prepare-marks";
import { type Quantity, quantityTitle } from "./quantity";
import { elapsedText, quantityText } from "./prepare-texts";
import { nearestSample, tracePaths, valueExtent } from "./prepare-trace";
import classes from "./time-series-chart.module.css";

type TracePanelProps = {
  quantity: Quantity;
  all: readonly Quantity[];
  times: Domain;
  axis: XAxis;
  /** Of the lab; null where time is counted from a start. */
  timeZone: string | null;
  viewKey: string;
  spans: readonly CycleSpan[];
  /** Of the chosen cycle. */
  steps: readonly StepSpan[];
  regions: readonly Region[];
  chosen: number | null;
  crosshair: Crosshair;
  isFirst: boolean;
  isLast: boolean;
  onZoom: (zoom: Zoom | null) => void;
};

type Target = Pixel & { index: number };

/** One quantity over time. */
export const TracePanel = memo(function TracePanel(props: TracePanelProps) {
  const { quantity, times, axis, viewKey, spans, chosen, crosshair, isFirst, isLast, onZoom } = props;
  const { trace } = quantity;
  const title = quantityTitle(quantity);
  const extent = useMemo(() => valueExtent(trace, times), [trace, times]);
  const values = useSteadyDomain(`${viewKey} ${title}`, extent, extendValueDomain);
  const hover = useHover(props);
  return (
    <ChartFrame
      label={`${title} over time`}
      xAxis={axis}
      x={times}
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
          <Cycles spans={spans} chosen={chosen} projection={projection} withNumbers={isFirst} />
          <Steps steps={props.steps} projection={projection} withWords={isFirst} />
          <Line quantity={quantity} projection={projection} clipPath={plotClip} />
        </>
      )}
    </ChartFrame>
  );
});

function useHover({ quantity, all, times, timeZone }: TracePanelProps) {
  return useMemo(() => {
    const { trace, colour } = quantity;
    return {
      find: (pointer: Pixel, projection: Projection): Target | null => {
        const index = nearestSample(trace, xAt(projection, pointer.x), projection.x);
        if (index === null) return null;
        return { index, x: toX(projection, trace.time[index] ?? 0), y: toY(projection, trace.value[index] ?? 0) };
      },
      describe: ({ index }: Target) => {
        const at = trace.time[index] ?? 0;
        return {
          colour,
          title: timeZone === null ? elapsedText(at) : formatMoment(at, timeZone),
          rows: all.map((one) => ({
            label: one.label,
            value: quantityText(one.trace.value[index] ?? Number.NaN, one),
          })),
        };
      },
      choose: () => {},
      placeOf: ({ index }: Target) => trace.time[index] ?? 0,
      markAt: (at: number) => {
        const value = trace.value[nearestSample(trace, at, times) ?? -1];
        return value === undefined ? null : { value, colour };
      },
    };
  }, [quantity, all, times, timeZone]);
}

type LineProps = { quantity: Quantity; projection: Projection; clipPath: string };

const Line = memo(function Line({ quantity: { key, trace, colour }, projection, clipPath }: LineProps) {
  const { line, shade, dots } = useMemo(() => tracePaths(trace, projection), [trace, projection]);
  return (
    <g clipPath={clipPath} style={{ color: colour }}>
      {shade !== "" && <path className={classes.shade} d={shade} data-shade={key} />}
      <path className={classes.line} d={line} data-line={key} />
      {dots.map(([x, y], index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two samples may have one time
        <circle key={`${x} ${index}`} className={classes.dot} cx={x} cy={y} r={2.5} />
      ))}
    </g>
  );
});

type CyclesProps = {
  spans: readonly CycleSpan[];
  chosen: number | null;
  projection: Projection;
  withNumbers: boolean;
};

/** Where cycles begin, and the one that was chosen. */
function Cycles({ spans, chosen, projection, withNumbers }: CyclesProps) {
  const { plot } = projection;
  const labels = useMemo(() => cycleLabels(spans, projection), [spans, projection]);
  const chosenSpan = spans.find(({ cycle }) => cycle === chosen);
  const ends = chosenSpan && spanInSight(chosenSpan, projection);
  return (
    <g pointerEvents="none">
      {ends && (
        <rect
          className={classes.chosen}
          x={ends[0]}
          y={plot.y}
          width={Math.max(2, ends[1] - ends[0])}
          height={plot.height}
          data-chosen={chosen}
        />
      )}
      {labels.map(({ cycle, x }) => (
        <g key={`${cycle} ${x}`}>
          <path className={classes.begin} d={`M${x},${plot.y}v${plot.height}`} />
          {withNumbers && (
            <text className={classes.number} x={x + 3} y={plot.y + 10}>
              {cycle}
            </text>
          )}
        </g>
      ))}
    </g>
  );
}

type StepsProps = { steps: readonly StepSpan[]; projection: Projection; withWords: boolean };

/** Where the steps of the chosen cycle begin, and what each does. */
function Steps({ steps, projection, withWords }: StepsProps) {
  const { plot } = projection;
  const labels = useMemo(() => stepLabels(steps, projection), [steps, projection]);
  return (
    <g pointerEvents="none">
      {labels.map(({ label, x }) => (
        <g key={x} data-step={label}>
          <path className={classes.step} d={`M${x},${plot.y}v${plot.height}`} />
          {withWords && label !== "" && (
            <text className={classes.number} x={x + 3} y={plot.y + plot.height - 4}>
              {label}
            </text>
          )}
        </g>
      ))}
    </g>
  );
}
