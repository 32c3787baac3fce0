"use client";

import { memo } from "react";
import type { CellLine } from "@/server/domain/groups/groups-view";
import type { GroupStyle } from "./style/group-style";
import { markerPath } from "./style/group-swatch";
import type { Counts } from "./prepare-counts";
import { cellLinesPath } from "./prepare-cell-lines";
import { offScalePath } from "./prepare-off-scale";
import { bandPath, barsPath, countPath, meanPaths } from "./prepare-paths";
import { type Projection, toX, toY } from "../frame/prepare-projection";
import { indexesIn, type PreparedSeries } from "./prepare-series";

type GroupMarksProps = {
  series: PreparedSeries;
  style: GroupStyle;
  projection: Projection;
  /** It is drawn once more, over the others. */
  isCopy?: boolean;
};

/** The band of a group around its means. All bands lie under all lines, so they are drawn apart from them. */
export const GroupBand = memo(function GroupBand({ series, style, projection, isCopy }: GroupMarksProps) {
  return (
    <path
      d={bandPath(series, projection)}
      fill={style.colour}
      fillOpacity="var(--band-opacity)"
      data-band={isCopy ? undefined : series.name}
    />
  );
});

/** The line of a group's means; dashed where cells are missing that shape the mean. */
export const GroupLine = memo(function GroupLine({ series, style, projection, isCopy }: GroupMarksProps) {
  const { solid, thinned } = meanPaths(series, projection);
  const line = {
    fill: "none",
    stroke: style.colour,
    strokeWidth: 2,
    strokeLinejoin: "round",
    strokeLinecap: "round",
    strokeDasharray: style.dash ?? undefined,
  } as const;
  return (
    <g
      data-line={isCopy ? undefined : series.name}
      data-last-cycle={series.cycle.at(-1)}
      data-x={series.x === series.cycle ? "cycle" : "other"}
    >
      <path d={solid} {...line} />
      <path
        d={thinned}
        {...line}
        strokeWidth={1.5}
        strokeDasharray={THINNED_DASH}
        data-thinned={isCopy ? undefined : series.name}
      />
      {(style.marker !== "circle" || series.cycle.length < FEW_CYCLES) && (
        <path
          d={sparseMarkers(series, style, projection)}
          fill={style.colour}
          data-markers={isCopy ? undefined : series.name}
        />
      )}
    </g>
  );
});

/** Shorter than the dashes that tell groups apart. */
const THINNED_DASH = "1 4";

/** How many markers a line carries over the width of the chart: enough to follow it, few enough to see it. */
const MARKERS_ON_LINE = 8;
/** So few points are seen one by one: a single one is no dot of two pixels. */
const FEW_CYCLES = 30;

/** Markers show the points of a short line, and from the eighth group on what the colour alone no longer tells. */
function sparseMarkers(series: PreparedSeries, style: GroupStyle, projection: Projection): string {
  const [from, to] = projection.x;
  const [start, end] = indexesIn(series.x, { from, to });
  const steps = (to - from) / series.step;
  const every = series.cycle.length < FEW_CYCLES ? 1 : Math.max(1, Math.ceil(steps / MARKERS_ON_LINE));
  let path = "";
  for (let index = start; index < end; index += 1) {
    const x = series.x[index] ?? 0;
    const y = toY(projection, series.line[index] ?? Number.NaN);
    if (!Number.isFinite(y) || (Math.round(x / series.step) % every !== 0 && index !== end - 1)) continue;
    path += markerPath(style.marker, toX(projection, x), y, 3.5);
  }
  return path;
}

/** The spread of a group as bars at its points. */
export const GroupBars = memo(function GroupBars({ series, style, projection }: GroupMarksProps) {
  return (
    <path
      d={barsPath(series, projection)}
      fill="none"
      stroke={style.colour}
      strokeWidth={1.25}
      opacity={0.8}
      data-bars={series.name}
    />
  );
});

/** What of a group's line lies beyond the axis of values. */
export const GroupOffScale = memo(function GroupOffScale({ series, style, projection }: GroupMarksProps) {
  const path = offScalePath(series, projection);
  return path && <path d={path} fill={style.colour} data-off-scale={series.name} />;
});

type GroupCellsProps = { lines: readonly CellLine[]; colour: string; scale: number; projection: Projection };

/** A thin line for each cell of a group. */
export const GroupCells = memo(function GroupCells({ lines, colour, scale, projection }: GroupCellsProps) {
  if (lines.length === 0) return null;
  return (
    <path
      d={cellLinesPath(lines, scale, projection)}
      fill="none"
      stroke={colour}
      strokeWidth={1}
      strokeLinecap="round"
      opacity={0.35}
      data-cells={lines.length}
    />
  );
});

type GroupCountProps = {
  counts: Counts;
  colour: string;
  projection: Projection;
  baseY: number;
  height: number;
};

/** How many cells the means rest on, as a strip under the axis. */
export const GroupCount = memo(function GroupCount({ counts, colour, projection, baseY, height }: GroupCountProps) {
  return <path d={countPath(counts, projection, baseY, height)} fill={colour} fillOpacity={0.55} />;
});
