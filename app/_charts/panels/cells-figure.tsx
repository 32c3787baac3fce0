"use client";

import { useMemo } from "react";
import type { MetricDescription } from "@/server/domain/cycles/metrics";
import type { CellLine } from "@/server/domain/groups/groups-view";
import { useIsFigure } from "../export/figure";
import { figureStyle } from "../export/prepare-figure-styles";
import type { Domain } from "../frame/prepare-axis";
import { metricTitle } from "../frame/prepare-numbers";
import type { Projection } from "../frame/prepare-projection";
import { CYCLE_AXIS } from "../frame/prepare-x-axis";
import { GroupBand, GroupLine } from "../groups/group-marks";
import { cellLinesPath } from "../groups/prepare-cell-lines";
import type { ShownGroup } from "../groups/shown-group";
import classes from "./panels-figure.module.css";
import { PanelsFigure } from "./panels-figure";
import { CELL_STYLE } from "./prepare-cells-picture";

type CellsFigureProps = {
  group: ShownGroup;
  /** In the order of the table that they stand in. */
  lines: readonly CellLine[];
  metric: MetricDescription;
  x: Domain;
  y: Domain;
};

/** Cells of a group one by one, each against the group's mean and band, with the axes that curves in a table leave out. */
export function CellsFigure({ group, lines, metric, x, y }: CellsFigureProps) {
  const isFigure = useIsFigure();
  const styles = [CELL_STYLE, group.style].map((style, place) => (isFigure ? figureStyle(style, place) : style));
  const [ofCell = CELL_STYLE, ofGroup = group.style] = styles;
  const panels = useMemo(
    () =>
      lines.map((line) => ({
        ...{ key: line.cell, title: line.cell },
        draw: (projection: Projection) => (
          <>
            <GroupBand series={group.series} style={ofGroup} projection={projection} isCopy />
            <GroupLine series={group.series} style={ofGroup} projection={projection} isCopy />
            <g data-line={line.cell}>
              <path
                className={classes.cell}
                stroke={ofCell.colour}
                d={cellLinesPath([line], metric.scale, projection)}
              />
            </g>
          </>
        ),
      })),
    [lines, group.series, ofGroup, ofCell, metric.scale],
  );
  return (
    <PanelsFigure
      label={`${metricTitle(metric)}, cell by cell`}
      panels={panels}
      xAxis={CYCLE_AXIS}
      x={x}
      y={y}
      yTitle={metricTitle(metric)}
    />
  );
}
