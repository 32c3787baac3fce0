"use client";

import { memo } from "react";
import type { CellLine } from "@/server/domain/groups/groups-view";
import type { Projection } from "../frame/prepare-projection";
import { cellLinesPath } from "../groups/prepare-cell-lines";
import { bandPath, meanPaths } from "../groups/prepare-paths";
import type { PreparedSeries } from "../groups/prepare-series";
import type { GroupStyle } from "../groups/group-style";
import { SMALL } from "./prepare-small";
import classes from "./small-chart.module.css";

type SmallChartProps = {
  series: PreparedSeries;
  style: GroupStyle;
  /** A cell over its group; null: the group alone. */
  line?: CellLine | null;
  /** From the stored unit, which the line of the cell is in. */
  scale: number;
  /** Lines of others, as one path. */
  others?: string;
  projection: Projection;
};

/** A curve against its group's band, without axes: its shape is what it is there for, and figures stand beside it. */
export const SmallChart = memo(function SmallChart(props: SmallChartProps) {
  const { series, style, line = null, scale, others = "", projection } = props;
  const { solid, thinned } = meanPaths(series, projection);
  const ownWidth = line ? 1 : 1.75;
  return (
    <svg
      className={classes.chart}
      viewBox={`0 0 ${SMALL.width} ${SMALL.height}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <path className={classes.others} d={others} />
      <path d={bandPath(series, projection)} fill={style.colour} fillOpacity="var(--band-opacity)" />
      <path className={classes.line} d={solid} stroke={style.colour} strokeWidth={ownWidth} />
      <path className={classes.line} d={thinned} stroke={style.colour} strokeWidth={1} strokeDasharray="1 4" />
      {line && <path className={classes.cell} d={cellLinesPath([line], scale, projection)} data-curve={line.cell} />}
    </svg>
  );
});
