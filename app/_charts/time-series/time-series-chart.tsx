"use client";

import { memo, useCallback, useMemo } from "react";
import { ChartExport } from "../export/chart-export";
import type { ChartPicture, Field } from "../export/chart-picture";
import { notesInSight, withNotes } from "../export/prepare-export-notes";
import { KeyboardArea } from "../frame/pointer/keyboard-area";
import type { Domain } from "../frame/prepare-axis";
import { instantAxis } from "../frame/prepare-instant-axis";
import type { Zoom } from "../frame/prepare-projection";
import type { Region } from "../frame/regions";
import { fittingUnit, largestOf } from "../frame/prepare-unit";
import { DURATION_AXIS } from "../frame/prepare-x-axis";
import { useCrosshair } from "../frame/pointer/crosshair";
import { timeAxis } from "./prepare-time-axis";
import { useXDomain } from "../frame/use-domains";
import { type CycleSpan, movedWindow, type StepSpan } from "./prepare-marks";
import { timeTable } from "./prepare-time-table";
import { hasValues, prepareTrace, timeExtent, type Trace } from "./prepare-trace";
import { CLOCK_SCALE, type TimeScale } from "./time-scale";
import classes from "./time-series-chart.module.css";
import { type Quantity, quantityTitle } from "./quantity";
import { TracePanel } from "./trace-panel";

/** Voltage, current and temperature over time: columns of equal length. */
type SamplePoints = {
  /** Unix ms, rising. */
  time: readonly number[];
  voltage: readonly (number | null)[];
  current: readonly (number | null)[];
  temperature: readonly (number | null)[];
};

export type TimeWindow = { fromMs: number | null; toMs: number | null };

type TimeSeriesChartProps = {
  /** Of the cell. */
  name: string;
  /** Stretches of time with notes, in ms. */
  regions: readonly Region[];
  /** What is shown, in one string: another one lets the axes start anew. */
  viewKey: string;
  points: SamplePoints;
  /** What time is told in: by the clock, or in seconds. */
  scale: TimeScale;
  /** Of the lab. */
  timeZone: string;
  window: TimeWindow;
  /** First and last sample of the cell, Unix ms; null where they are not known. */
  wholeMs: Domain | null;
  cycles: readonly { cycle: number; startedAtMs: number; endedAtMs: number }[];
  chosen: number | null;
  /** Of the chosen cycle, in ms, with what each did. */
  steps?: readonly StepSpan[];
  onWindow: (window: TimeWindow) => void;
};

const NO_STEPS: readonly StepSpan[] = [];
const WHOLE: TimeWindow = { fromMs: null, toMs: null };
const MS_PER_S = 1000;
const QUARTER = 0.25;

/** What was measured of a cell, from all of its life to single samples. */
export const TimeSeriesChart = memo(function TimeSeriesChart(props: TimeSeriesChartProps) {
  const { viewKey, points, scale, timeZone, window, chosen, onWindow } = props;
  const { toUnit, toMs } = scale;
  const isClock = scale === CLOCK_SCALE;
  const axis = useMemo(() => (isClock ? instantAxis(timeZone) : DURATION_AXIS), [isClock, timeZone]);
  const growing = useMemo(() => timeAxis(axis, isClock ? 1 : MS_PER_S), [axis, isClock]);
  const panels = useMemo(() => prepareQuantities(points, scale), [points, scale]);
  const spans = useSpans(props, toUnit);
  const steps = useMemo(
    () => (props.steps ?? NO_STEPS).map((step) => ({ ...step, from: toUnit(step.from), to: toUnit(step.to) })),
    [props.steps, toUnit],
  );
  const regions = useMemo(
    () => props.regions.map((region) => ({ ...region, from: toUnit(region.from), to: toUnit(region.to) })),
    [props.regions, toUnit],
  );
  const crosshair = useCrosshair();
  const [first] = panels;
  const requested = {
    from: window.fromMs === null ? null : toUnit(window.fromMs),
    to: window.toMs === null ? null : toUnit(window.toMs),
  };
  const times = useXDomain(viewKey, first ? timeExtent(first.trace) : null, growing, requested);
  const zoom = useCallback(
    (zoomed: Zoom | null) => {
      if (zoomed === null) onWindow(WHOLE);
      else if (zoomed.axis === "x") {
        onWindow({ fromMs: Math.round(toMs(zoomed.from)), toMs: Math.round(toMs(zoomed.to)) });
      }
    },
    [onWindow, toMs],
  );
  const picture = useMemo<ChartPicture>(
    () => ({
      title: `${panels.map(({ label }) => label).join(", ")} of ${props.name} over time`,
      table: () => {
        const placeOf = ([time]: readonly Field[]) => (isClock ? Date.parse(String(time)) : Number(time));
        return withNotes(timeTable(panels, times, isClock), regions, placeOf);
      },
      notes: notesInSight(regions, times),
    }),
    [panels, times, regions, isClock, props.name],
  );
  return (
    <ChartExport picture={picture}>
      <KeyboardArea
        className={classes.panels}
        label="Voltage, current and temperature over time"
        hint="Plus and minus zoom, left and right move, Home shows all of it"
        keys={useKeys(props)}
        readout={`${points.time.length} points${isWhole(window) ? ", all of the cell" : ", zoomed in"}`}
      >
        {panels.map((quantity, index) => (
          <div key={quantity.key} data-quantity={quantity.key}>
            <p className={classes.caption}>{quantityTitle(quantity)}</p>
            <div className={classes.panel} data-last={index === panels.length - 1 || undefined}>
              <TracePanel
                quantity={quantity}
                all={panels}
                times={times}
                axis={axis}
                timeZone={isClock ? timeZone : null}
                viewKey={`${viewKey} ${window.fromMs} ${window.toMs}`}
                spans={spans}
                steps={steps}
                regions={regions}
                chosen={chosen}
                crosshair={crosshair}
                isFirst={index === 0}
                isLast={index === panels.length - 1}
                onZoom={zoom}
              />
            </div>
          </div>
        ))}
      </KeyboardArea>
    </ChartExport>
  );
});

const isWhole = ({ fromMs, toMs }: TimeWindow) => fromMs === null && toMs === null;

function useSpans({ cycles }: TimeSeriesChartProps, toUnit: (atMs: number) => number): readonly CycleSpan[] {
  return useMemo(
    () =>
      cycles.map(({ cycle, startedAtMs, endedAtMs }) => ({ cycle, from: toUnit(startedAtMs), to: toUnit(endedAtMs) })),
    [cycles, toUnit],
  );
}

/** What the pointer does by dragging. */
function useKeys({ window, wholeMs, onWindow }: TimeSeriesChartProps) {
  return useMemo(() => {
    const change = (given: { shift?: number; stretch?: number }) => () => {
      if (wholeMs === null) return;
      const moved = movedWindow([window.fromMs ?? wholeMs[0], window.toMs ?? wholeMs[1]], wholeMs, given);
      onWindow(moved === null ? WHOLE : { fromMs: Math.round(moved[0]), toMs: Math.round(moved[1]) });
    };
    const zoomIn = change({ stretch: 0.5 });
    const showAll = () => onWindow(WHOLE);
    return {
      "+": zoomIn,
      "=": zoomIn,
      "-": change({ stretch: 2 }),
      ArrowLeft: change({ shift: -QUARTER }),
      ArrowRight: change({ shift: QUARTER }),
      Home: showAll,
    };
  }, [window, wholeMs, onWindow]);
}

type Measured = { key: string; label: string; unit: string; scale: number; trace: Trace };

/** Voltage and current always, temperature where there is any. */
function prepareQuantities(points: SamplePoints, scale: TimeScale): Quantity[] {
  const current = fittingUnit("A", largestOf(points.current));
  const quantities: Measured[] = [
    { key: "voltage", label: "Voltage", unit: "V", scale: 1, trace: prepareTrace(points.time, points.voltage, scale) },
    {
      key: "current",
      label: "Current",
      ...current,
      trace: prepareTrace(
        points.time,
        points.current.map((value) => value && value * current.scale),
        scale,
      ),
    },
    {
      key: "temperature",
      label: "Temperature",
      unit: "°C",
      scale: 1,
      trace: prepareTrace(points.time, points.temperature, scale),
    },
  ];
  return quantities
    .filter(({ key, trace }) => key !== "temperature" || hasValues(trace))
    .map((quantity, index) => ({ ...quantity, colour: `var(--group-${index})` }));
}
