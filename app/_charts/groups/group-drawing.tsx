"use client";

import { useCallback, useId, useMemo } from "react";
import { usePlotArea } from "recharts";
import type { RunningPoint } from "@/server/domain/groups/groups-view";
import type { MetricDescription } from "@/server/domain/cycles/metrics";
import classes from "./group-drawing.module.css";
import { GroupBand, GroupCount, GroupLine } from "./group-marks";
import { HoverLayer } from "../frame/hover-layer";
import type { Domain } from "../frame/prepare-axis";
import { metricTitle } from "../frame/prepare-numbers";
import { type Plot, type Projection, toX, toY } from "../frame/prepare-projection";
import { prepareRunning } from "./prepare-running";
import { indexAtOrAfter } from "./prepare-series";
import { RunningMarks } from "./running-marks";
import type { ShownGroup } from "./shown-group";

type GroupDrawingProps = {
  groups: readonly ShownGroup[];
  running: readonly RunningPoint[];
  metric: MetricDescription;
  chosen: { group: string; cycle: number } | null;
  onChoose: (groupKey: string, cycle: number) => void;
  onZoom: (from: number, to: number) => void;
  cycles: Domain;
  values: Domain;
  rowHeight: number;
  stripHeight: number;
  host: HTMLElement | null;
};

const NONE_HIDDEN: ReadonlySet<string> = new Set();

/** What stands inside the axes. Groups keep their paths until they or the axes change: a patch draws one line, not twenty. */
export function GroupDrawing(props: GroupDrawingProps) {
  const { groups, running, metric, chosen, rowHeight, stripHeight, host, onChoose, onZoom } = props;
  const projection = useProjection(props.cycles, props.values);
  const clipId = useId();
  const colours = useMemo(() => new Map(groups.map(({ series, style }) => [series.key, style.colour])), [groups]);
  const colourOf = useCallback((key: string) => colours.get(key) ?? "currentColor", [colours]);
  const series = useMemo(() => groups.map((group) => group.series), [groups]);
  const marks = useMemo(
    () => (projection ? prepareRunning(running, metric.scale, projection, NONE_HIDDEN) : []),
    [running, metric.scale, projection],
  );
  if (!projection) return null;
  const { plot } = projection;
  const stripTop = plot.y + plot.height + 4;
  return (
    <g>
      <defs>
        <clipPath id={clipId}>
          <rect x={plot.x} y={plot.y - 2} width={plot.width} height={plot.height + stripHeight + 2} />
        </clipPath>
      </defs>
      <g clipPath={`url(#${clipId})`}>
        {groups.map((group) => (
          <GroupBand key={group.series.key} {...group} projection={projection} />
        ))}
        {groups.map((group) => (
          <GroupLine key={group.series.key} {...group} projection={projection} />
        ))}
        {groups.map((group, index) => (
          <GroupCount
            key={group.series.key}
            {...group}
            projection={projection}
            baseY={stripTop + index * (rowHeight + 2) + rowHeight}
            height={rowHeight}
          />
        ))}
      </g>
      <RunningMarks marks={marks} colourOf={colourOf} />
      <Chosen groups={groups} chosen={chosen} projection={projection} stripHeight={stripHeight} />
      <AxisTitles plot={plot} metric={metric} stripHeight={stripHeight} />
      <HoverLayer
        series={series}
        running={marks}
        projection={projection}
        metric={metric}
        colourOf={colourOf}
        stripHeight={stripHeight}
        host={host}
        onChoose={onChoose}
        onZoom={onZoom}
      />
    </g>
  );
}

/** Null until the library has measured the page. Its own scales answer `undefined` off the axis, where lines still must go. */
function useProjection(cycles: Domain, values: Domain): Projection | null {
  const area = usePlotArea();
  const { x, y, width, height } = area ?? { x: 0, y: 0, width: 0, height: 0 };
  return useMemo(
    () => (width > 0 && height > 0 ? { plot: { x, y, width, height }, cycles, values } : null),
    [x, y, width, height, cycles, values],
  );
}

type AxisTitlesProps = { plot: Plot; metric: MetricDescription; stripHeight: number };

function AxisTitles({ plot, metric, stripHeight }: AxisTitlesProps) {
  const middleY = plot.y + plot.height / 2;
  return (
    <g className={classes.titles}>
      <text x={plot.x + plot.width / 2} y={plot.y + plot.height + stripHeight + 40} textAnchor="middle">
        Cycle number
      </text>
      <text transform={`translate(10, ${middleY}) rotate(-90)`} textAnchor="middle">
        {metricTitle(metric)}
      </text>
      {stripHeight > 8 && (
        <text x={plot.x - 8} y={plot.y + plot.height + 4 + stripHeight / 2} textAnchor="end" dominantBaseline="middle">
          n
        </text>
      )}
    </g>
  );
}

type ChosenProps = Pick<GroupDrawingProps, "groups" | "chosen" | "stripHeight"> & { projection: Projection };

/** Where the deep dive below looks. */
function Chosen({ groups, chosen, projection, stripHeight }: ChosenProps) {
  const group = groups.find(({ series }) => series.key === chosen?.group);
  if (!group || !chosen) return null;
  const { plot, cycles, values } = projection;
  if (chosen.cycle < cycles[0] || chosen.cycle > cycles[1]) return null;
  const index = indexAtOrAfter(group.series.cycle, chosen.cycle);
  const mean = group.series.cycle[index] === chosen.cycle ? (group.series.mean[index] ?? null) : null;
  const x = toX(projection, chosen.cycle);
  const isInside = mean !== null && mean >= values[0] && mean <= values[1];
  return (
    <g pointerEvents="none">
      <path className={classes.chosenLine} d={`M${x},${plot.y}V${plot.y + plot.height + stripHeight}`} />
      {isInside && (
        <circle className={classes.chosenDot} cx={x} cy={toY(projection, mean)} r={5} stroke={group.style.colour} />
      )}
    </g>
  );
}
