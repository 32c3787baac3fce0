"use client";

import { memo } from "react";
import { KeyboardArea } from "../frame/keyboard-area";
import { ColourBar } from "./colour-bar";
import classes from "./curves-chart.module.css";
import { CurvesPlot, type CurvesPlotProps } from "./curves-plot";

type CurvesChartProps = Omit<CurvesPlotProps, "xAxis" | "xText"> & { label: string; chosenCycle: number | null };

/** A family of curves over cycles, coloured by cycle. */
export const CurvesChart = memo(function CurvesChart({ label, chosenCycle, ...plot }: CurvesChartProps) {
  const { family, onZoom } = plot;
  const showAll = () => onZoom(null);
  return (
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
  );
});

function readoutOf({ family, peers }: Pick<CurvesPlotProps, "family" | "peers">, chosenCycle: number | null): string {
  const front = chosenCycle === null ? "" : `, cycle ${chosenCycle} in front`;
  const behind = peers.length === 0 ? "" : `, ${peers.length} of other cells behind`;
  return `${family.curves.length} curves${front}${behind}`;
}
