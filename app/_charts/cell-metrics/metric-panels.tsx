"use client";

import { memo, type ReactNode, useCallback, useMemo } from "react";
import type { CellCycles } from "@/server/domain/cells/cell-page";
import { METRICS, type MetricDescription, type MetricName } from "@/server/domain/cycles/metrics";
import { metricUncertainties } from "@/server/domain/cycles/quality/metric-uncertainty";
import { ChartExport } from "../export/chart-export";
import type { ChartPicture } from "../export/chart-picture";
import { notesInSight, withNotes } from "../export/prepare-export-notes";
import { KeyboardArea } from "../frame/pointer/keyboard-area";
import type { Region } from "../frame/regions";
import type { Zoom } from "../frame/prepare-projection";
import { metricOfCell } from "../frame/prepare-unit";
import { CYCLE_AXIS } from "../frame/prepare-x-axis";
import { type Crosshair, useCrosshair } from "../frame/pointer/crosshair";
import { useValue } from "@/app/_components/browser/value-store";
import { useXDomain } from "../frame/use-domains";
import { MetricPanel } from "./metric-panel";
import { valueWithBound } from "../frame/prepare-uncertainty";
import { metricTable } from "./prepare-metric-table";
import classes from "./metric-panels.module.css";
import { type CycleRange, cycleExtent, type MetricSeries, prepareMetricSeries } from "./prepare-metric-series";

type MetricPanelsProps = {
  /** Of the cell. */
  name: string;
  /** Cycles with notes. */
  regions: readonly Region[];
  found: CellCycles;
  /** One above the other. */
  shown: readonly MetricName[];
  from: number | null;
  to: number | null;
  chosen: number | null;
  onChoose: (cycle: number) => void;
  onRange: (range: CycleRange) => void;
  /** What stands over a panel: its title, which may be changed there. */
  titleOf: (name: MetricName, unit: string) => ReactNode;
};

type Panel = { name: MetricName; metric: MetricDescription; series: MetricSeries };
const NO_VALUES: (number | null)[] = [];
const WHOLE: CycleRange = { from: null, to: null };

/** Metrics of a cell above each other, over one axis of cycles and with one crosshair. */
export const MetricPanels = memo(function MetricPanels(props: MetricPanelsProps) {
  const { found, shown, from, to, chosen, regions, onChoose, onRange, titleOf } = props;
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
  const picture = useMemo<ChartPicture>(
    () => ({
      title: `${panels.map(({ metric }) => metric.label).join(", ")} of ${props.name} over cycle number`,
      table: () => withNotes(metricTable(found, panels, cycles), regions, ([cycle]) => Number(cycle)),
      notes: notesInSight(regions, cycles),
    }),
    [found, panels, cycles, regions, props.name],
  );
  return (
    <ChartExport picture={picture}>
      <KeyboardArea
        className={classes.panels}
        label="Metrics over cycle number"
        hint="Left and right go from cycle to cycle, Home shows all cycles"
        keys={{ Home: showAll }}
        readout={readoutOf(panels, chosen)}
      >
        {panels.map(({ name, metric, series }, index) => (
          <div key={name} data-metric={name}>
            <div className={classes.caption}>
              {titleOf(name, metric.unit)}
              <Value crosshair={crosshair} chosen={chosen} metric={metric} series={series} />
            </div>
            <div className={classes.panel} data-last={index === panels.length - 1 || undefined}>
              <MetricPanel
                series={series}
                metric={metric}
                cycles={cycles}
                range={range}
                regions={regions}
                chosen={chosen}
                crosshair={crosshair}
                isLast={index === panels.length - 1}
                onChoose={onChoose}
                onZoom={zoom}
              />
            </div>
          </div>
        ))}
      </KeyboardArea>
    </ChartExport>
  );
});

function panelOf(name: MetricName, { cycles, metrics }: CellCycles): Panel {
  const values = metrics[name] ?? NO_VALUES;
  const metric = metricOfCell(METRICS[name], values);
  return {
    name,
    metric,
    series: prepareMetricSeries(cycles, values, metric.scale, metricUncertainties(name, metrics)),
  };
}

type ValueProps = { crosshair: Crosshair; chosen: number | null; metric: MetricDescription; series: MetricSeries };

/** The value under the crosshair, else of the cycle that is looked at. */
function Value({ crosshair, chosen, metric, series }: ValueProps) {
  const cycle = useValue(crosshair)?.x ?? chosen;
  const text = cycle === null ? null : valueText(series, metric, cycle);
  if (text === null) return null;
  return (
    <span className={classes.value} aria-hidden="true">
      {text} <span className={classes.at}>at {cycle}</span>
    </span>
  );
}

function valueText(series: MetricSeries, metric: MetricDescription, cycle: number): string | null {
  const index = series.cycle.lastIndexOf(cycle);
  const value = series.value[index];
  return value === undefined ? null : valueWithBound(value, series.uncertainty[index] ?? null, metric);
}

function readoutOf(panels: readonly Panel[], chosen: number | null): string {
  if (chosen === null) return "";
  const parts = panels.flatMap(({ metric, series }) => {
    const text = valueText(series, metric, chosen);
    return text === null ? [] : [`${metric.label} ${text}`];
  });
  return `Cycle ${chosen}: ${parts.length > 0 ? parts.join(", ") : "no values"}`;
}
