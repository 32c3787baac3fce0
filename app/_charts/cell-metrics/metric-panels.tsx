"use client";

import { memo, useCallback, useMemo } from "react";
import type { CellCycles } from "@/server/domain/cells/cell-page";
import { METRICS, type MetricDescription, type MetricName } from "@/server/domain/cycles/metrics";
import { KeyboardArea } from "../frame/keyboard-area";
import { decimalsFor, formatFixed } from "../frame/prepare-numbers";
import type { Zoom } from "../frame/prepare-projection";
import { metricOfCell } from "../frame/prepare-unit";
import { CYCLE_AXIS } from "../frame/prepare-x-axis";
import { useCrosshair } from "../frame/shared-crosshair";
import { useXDomain } from "../frame/use-domains";
import { MetricPanel } from "./metric-panel";
import classes from "./metric-panels.module.css";
import { type CycleRange, cycleExtent, type MetricSeries, prepareMetricSeries } from "./prepare-metric-series";

type MetricPanelsProps = {
  found: CellCycles;
  /** One above the other. */
  shown: readonly MetricName[];
  from: number | null;
  to: number | null;
  chosen: number | null;
  onChoose: (cycle: number) => void;
  onRange: (range: CycleRange) => void;
};

type Panel = { name: MetricName; metric: MetricDescription; series: MetricSeries };
const NO_VALUES: (number | null)[] = [];
const WHOLE: CycleRange = { from: null, to: null };

/** Metrics of a cell above each other, over one axis of cycles and with one crosshair. */
export const MetricPanels = memo(function MetricPanels(props: MetricPanelsProps) {
  const { found, shown, from, to, chosen, onChoose, onRange } = props;
  const range = useMemo<CycleRange>(() => ({ from, to }), [from, to]);
  const panels = useMemo(() => shown.map((name) => panelOf(name, found)), [shown, found]);
  const crosshair = useCrosshair();
  const extent = cycleExtent(panels.map(({ series }) => series));
  const cycles = useXDomain(shown.join(" "), extent, CYCLE_AXIS, range);
  const zoom = useCallback(
    (zoomed: Zoom | null) => {
      if (zoomed === null) onRange(WHOLE);
      else if (zoomed.axis === "x") onRange({ from: zoomed.from, to: zoomed.to });
    },
    [onRange],
  );
  const showAll = () => onRange(WHOLE);
  return (
    <KeyboardArea
      className={classes.panels}
      label="Metrics over cycle number"
      hint="Left and right go from cycle to cycle, Home shows all cycles"
      keys={{ Home: showAll }}
      readout={readoutOf(panels, chosen)}
    >
      {panels.map(({ name, metric, series }, index) => (
        <div
          key={name}
          className={classes.panel}
          data-metric={name}
          data-last={index === panels.length - 1 || undefined}
        >
          <MetricPanel
            series={series}
            metric={metric}
            cycles={cycles}
            range={range}
            chosen={chosen}
            crosshair={crosshair}
            isLast={index === panels.length - 1}
            onChoose={onChoose}
            onZoom={zoom}
          />
        </div>
      ))}
    </KeyboardArea>
  );
});

function panelOf(name: MetricName, { cycles, metrics }: CellCycles): Panel {
  const values = metrics[name] ?? NO_VALUES;
  const metric = metricOfCell(METRICS[name], values);
  return { name, metric, series: prepareMetricSeries(cycles, values, metric.scale) };
}

function readoutOf(panels: readonly Panel[], chosen: number | null): string {
  if (chosen === null) return "";
  const parts = panels.flatMap(({ metric, series }) => {
    const value = series.value[series.cycle.lastIndexOf(chosen)];
    if (value === undefined) return [];
    return [`${metric.label} ${formatFixed(value, decimalsFor(value, metric.significantDigits))} ${metric.unit}`];
  });
  return `Cycle ${chosen}: ${parts.length > 0 ? parts.join(", ") : "no values"}`;
}
