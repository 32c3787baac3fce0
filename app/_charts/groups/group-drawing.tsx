"use client";

import { memo, useCallback, useMemo } from "react";
import { useValue, type ValueStore } from "@/app/_components/browser/value-store";
import type { CellLine } from "@/server/domain/groups/groups-view";
import { MarksAbove } from "../frame/marks-above";
import type { Projection } from "../frame/prepare-projection";
import classes from "./group-drawing.module.css";
import { GroupBand, GroupBars, GroupCells, GroupCount, GroupLine, GroupOffScale } from "./group-marks";
import { cellLinesPath } from "./prepare-cell-lines";
import type { prepareCounts } from "./prepare-counts";
import { targetAt } from "./prepare-hover";
import type { RunningMark } from "./running/prepare-running";
import { RunningMarks } from "./running/running-marks";
import type { ShownGroup } from "./shown-group";

type GroupDrawingProps = {
  groups: readonly ShownGroup[];
  cellLines: readonly CellLine[];
  cellInFocus: CellLine | null;
  /** From the stored unit, which lines of cells are in, to the one shown. */
  scale: number;
  withBars: boolean;
  marks: readonly RunningMark[];
  colours: ReadonlyMap<string, string>;
  chosen: { group: string; cycle: number } | null;
  projection: Projection;
  clipPath: string;
  plotClip: string;
  strip: ReturnType<typeof prepareCounts>;
  host: HTMLElement | null;
  /** The group that is pointed at: the others step back. */
  highlight: ValueStore<string | null>;
};

/** The marks inside the axes. */
export function GroupDrawing(props: GroupDrawingProps) {
  const { groups, marks, colours, chosen, projection, clipPath, plotClip, strip, scale } = props;
  const colourOf = useCallback((key: string) => colours.get(key) ?? "currentColor", [colours]);
  const stripTop = projection.plot.y + projection.plot.height + 4;
  return (
    <>
      <g clipPath={plotClip}>
        <AllGroups
          groups={groups}
          cellLines={props.cellLines}
          scale={scale}
          withBars={props.withBars}
          projection={projection}
        />
        <RunningMarks marks={marks} colourOf={colourOf} />
        <CellInFocus line={props.cellInFocus} scale={scale} projection={projection} />
      </g>
      <g clipPath={clipPath}>
        {strip.rows.map(({ key, colour, counts }, index) => (
          <GroupCount
            key={key}
            colour={colour}
            counts={counts}
            projection={projection}
            baseY={stripTop + index * strip.rowPitch + strip.rowHeight}
            height={strip.rowHeight}
          />
        ))}
      </g>
      <Chosen groups={groups} chosen={chosen} projection={projection} stripHeight={strip.height} />
      <Highlighted {...props} />
    </>
  );
}

type AllGroupsProps = Pick<GroupDrawingProps, "groups" | "cellLines" | "scale" | "withBars" | "projection">;

/** Groups keep their paths until they or the axes change: a patch draws one line, not twenty, and what is pointed at none of them. */
const AllGroups = memo(function AllGroups({ groups, cellLines, scale, withBars, projection }: AllGroupsProps) {
  const linesOf = useMemo(() => Map.groupBy(cellLines, ({ groupKey }) => groupKey), [cellLines]);
  const Spread = withBars ? GroupBars : GroupBand;
  return (
    <>
      {groups.map((group) => (
        <g key={group.series.key}>
          <Spread {...group} projection={projection} />
          <GroupCells
            lines={linesOf.get(group.series.key) ?? NO_LINES}
            colour={group.style.colour}
            scale={scale}
            projection={projection}
          />
        </g>
      ))}
      {groups.map((group) => (
        <g key={group.series.key}>
          <GroupLine {...group} projection={projection} />
          <GroupOffScale {...group} projection={projection} />
        </g>
      ))}
    </>
  );
});

/**
 * The group that is pointed at, over a veil that lets the others step back: one line is drawn for it, where making twenty others
 * translucent would have each of them drawn apart.
 */
function Highlighted(props: GroupDrawingProps) {
  const { groups, projection, highlight, host, plotClip } = props;
  const highlighted = useValue(highlight);
  const group = groups.length > 1 ? groups.find(({ series }) => series.key === highlighted) : undefined;
  if (!group) return null;
  const { x, y, width, height } = projection.plot;
  return (
    <MarksAbove host={host} isLow>
      <g data-highlighted={group.series.name} clipPath={plotClip}>
        <rect className={classes.veil} x={x} y={y - 2} width={width} height={height + 2} />
        <GroupBand {...group} projection={projection} isCopy />
        <GroupLine {...group} projection={projection} isCopy />
        <CellInFocus line={props.cellInFocus} scale={props.scale} projection={projection} isCopy />
      </g>
    </MarksAbove>
  );
}

const NO_LINES: readonly CellLine[] = [];

type CellInFocusProps = { line: CellLine | null; scale: number; projection: Projection; isCopy?: boolean };

/** The cell that is looked at, over its group and all others. */
function CellInFocus({ line, scale, projection, isCopy }: CellInFocusProps) {
  const path = useMemo(() => line && cellLinesPath([line], scale, projection), [line, scale, projection]);
  return path && <path className={classes.focus} d={path} data-focus={isCopy ? undefined : line?.cell} />;
}

type ChosenProps = Pick<GroupDrawingProps, "groups" | "chosen" | "projection"> & { stripHeight: number };

/** Where the deep dive below looks. */
function Chosen({ groups, chosen, projection, stripHeight }: ChosenProps) {
  const group = groups.find(({ series }) => series.key === chosen?.group);
  const target = group && targetAt(group.series, chosen?.cycle ?? 0, projection);
  if (!target) return null;
  const { plot } = projection;
  const isInside = target.y > plot.y && target.y < plot.y + plot.height;
  return (
    <g pointerEvents="none" data-picture="none">
      <path className={classes.chosenLine} d={`M${target.x},${plot.y}V${plot.y + plot.height + stripHeight}`} />
      {isInside && (
        <circle className={classes.chosenDot} cx={target.x} cy={target.y} r={5} stroke={group.style.colour} />
      )}
    </g>
  );
}
