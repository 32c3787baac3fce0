"use client";

import { memo, useMemo } from "react";
import { ChartExport } from "../export/chart-export";
import type { ChartPicture } from "../export/chart-picture";
import { KeyboardArea } from "../frame/pointer/keyboard-area";
import { ColourBar } from "./colour-bar";
import classes from "./curves-chart.module.css";
import { CurvesPlot, type CurvesPlotProps, useCurveAxes } from "./curves-plot";
import { curvesScale, curvesTable } from "./prepare-curves-table";

type CurvesChartProps = Omit<CurvesPlotProps, "xAxis" | "xText"> & {
  label: string;
  /** Of the cell. */
  name: string;
  chosenCycle: number | null;
};

/** A family of curves over cycles, coloured by cycle. */
export const CurvesChart = memo(function CurvesChart({ label, name, chosenCycle, ...plot }: CurvesChartProps) {
  const { family, peers, onZoom } = plot;
  const { x, y, xTitle, yTitle } = useCurveAxes(plot);
  const showAll = () => onZoom(null);
  const picture = useMemo<ChartPicture>(
    () => ({
      title: `${label} of ${name}`,
      table: () => curvesTable([...family.curves, ...peers], { x, y, xTitle, yTitle }),
      scale: curvesScale(family.cycles),
    }),
    [label, name, family, peers, x, y, xTitle, yTitle],
  );
  return (
    <ChartExport picture={picture}>
      <KeyboardArea
        className={classes.area}
        label={label}
        hint="Left and right go from cycle to cycle, Home shows the whole curves"
        keys={{ Home: showAll }}
        readout={readoutOf(plot, chosenCycle)}
      >
        <div className={classes.plot}>
          <CurvesPlot {...plot} />
        </div>
        {family.cycles && <ColourBar cycles={family.cycles} />}
      </KeyboardArea>
    </ChartExport>
  );
});

function readoutOf({ family, peers }: Pick<CurvesPlotProps, "family" | "peers">, chosenCycle: number | null): string {
  const front = chosenCycle === null ? "" : `, cycle ${chosenCycle} in front`;
  const behind = peers.length === 0 ? "" : `, ${peers.length} of other cells behind`;
  return `${family.curves.length} curves${front}${behind}`;
}
