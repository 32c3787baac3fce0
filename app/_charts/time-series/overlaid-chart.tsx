"use client";

import { memo, useMemo } from "react";
import { ColourBar } from "../curves/colour-bar";
import { CurvesPlot } from "../curves/curves-plot";
import type { FamilyCurve } from "../curves/prepare-curves";
import { curvesScale } from "../curves/prepare-curves-table";
import { ChartExport } from "../export/chart-export";
import type { ChartPicture } from "../export/chart-picture";
import { KeyboardArea } from "../frame/pointer/keyboard-area";
import type { Zoom } from "../frame/prepare-projection";
import { DURATION_AXIS } from "../frame/prepare-x-axis";
import type { OverlaidPanel } from "./prepare-overlaid";
import { overlaidTable } from "./prepare-overlaid-table";
import classes from "./time-series-chart.module.css";

type OverlaidChartProps = {
  /** Of the cell. */
  name: string;
  /** What is shown, in one string: another one lets the axes start anew. */
  viewKey: string;
  panels: readonly OverlaidPanel[];
  chosenCycle: number | null;
  /** In s since each began; null leaves an end to the data. */
  zoomed: { from: number | null; to: number | null };
  onChoose: (cycle: number) => void;
  onZoom: (range: { from: number; to: number } | null) => void;
};

const NO_PEERS: readonly FamilyCurve[] = [];
const WHOLE = { from: null, to: null };

/** Cycles, or steps of them, laid over each other: voltage, current and temperature from the begin of each. */
export const OverlaidChart = memo(function OverlaidChart(props: OverlaidChartProps) {
  const { name, viewKey, panels, chosenCycle, zoomed, onChoose, onZoom } = props;
  const [first] = panels;
  const showAll = () => onZoom(null);
  const zoom = (to: Zoom | null) => {
    if (to === null) onZoom(null);
    else if (to.axis === "x") onZoom({ from: to.from, to: to.to });
  };
  const picture = useMemo<ChartPicture>(
    () => ({
      title: `Cycles of ${name} overlaid`,
      table: () => overlaidTable(panels, zoomed),
      scale: curvesScale(panels[0]?.family.cycles ?? null),
    }),
    [name, panels, zoomed],
  );
  return (
    <ChartExport picture={picture}>
      <KeyboardArea
        className={classes.panels}
        label="Cycles overlaid: voltage, current and temperature from the begin of each"
        hint="Left and right go from cycle to cycle, Home shows all of the time"
        keys={{ Home: showAll }}
        readout={`${first?.family.curves.length ?? 0} curves${chosenCycle === null ? "" : `, cycle ${chosenCycle} in front`}`}
      >
        {panels.map(({ key, family, chosen }, index) => (
          <div key={key} data-quantity={key}>
            <div className={classes.panel} data-last={index === panels.length - 1 || undefined}>
              <CurvesPlot
                viewKey={`${viewKey} ${key}`}
                family={family}
                kind="overTime"
                chosen={chosen}
                peers={NO_PEERS}
                zoomed={{ x: zoomed, y: WHOLE }}
                xAxis={DURATION_AXIS}
                xText={index === panels.length - 1 ? "whole" : "none"}
                onChoose={onChoose}
                onZoom={zoom}
              />
            </div>
          </div>
        ))}
        {first?.family.cycles && <ColourBar cycles={first.family.cycles} />}
      </KeyboardArea>
    </ChartExport>
  );
});
