"use client";

import { useCallback } from "react";
import { type Projection, toX, toY } from "../frame/prepare-projection";
import classes from "./group-drawing.module.css";
import { GroupBand, GroupCount, GroupLine } from "./group-marks";
import type { RunningMark } from "./prepare-running";
import { indexAtOrAfter } from "./prepare-series";
import { RunningMarks } from "./running-marks";
import type { ShownGroup } from "./shown-group";

type GroupDrawingProps = {
  groups: readonly ShownGroup[];
  marks: readonly RunningMark[];
  colours: ReadonlyMap<string, string>;
  chosen: { group: string; cycle: number } | null;
  projection: Projection;
  clipPath: string;
  plotClip: string;
  /** From one row of the strip of counts to the next, and the height of one. */
  rowPitch: number;
  rowHeight: number;
  stripHeight: number;
};

/** The marks inside the axes. Groups keep their paths until they or the axes change: a patch draws one line, not twenty. */
export function GroupDrawing(props: GroupDrawingProps) {
  const { groups, marks, colours, chosen, projection, clipPath, plotClip, rowPitch, rowHeight, stripHeight } = props;
  const colourOf = useCallback((key: string) => colours.get(key) ?? "currentColor", [colours]);
  const stripTop = projection.plot.y + projection.plot.height + 4;
  return (
    <>
      <g clipPath={plotClip}>
        {groups.map((group) => (
          <GroupBand key={group.series.key} {...group} projection={projection} />
        ))}
        {groups.map((group) => (
          <GroupLine key={group.series.key} {...group} projection={projection} />
        ))}
      </g>
      <g clipPath={clipPath}>
        {groups.map((group, index) => (
          <GroupCount
            key={group.series.key}
            {...group}
            projection={projection}
            baseY={stripTop + index * rowPitch + rowHeight}
            height={rowHeight}
          />
        ))}
      </g>
      <RunningMarks marks={marks} colourOf={colourOf} />
      <Chosen groups={groups} chosen={chosen} projection={projection} stripHeight={stripHeight} />
    </>
  );
}

type ChosenProps = Pick<GroupDrawingProps, "groups" | "chosen" | "projection" | "stripHeight">;

/** Where the deep dive below looks. */
function Chosen({ groups, chosen, projection, stripHeight }: ChosenProps) {
  const group = groups.find(({ series }) => series.key === chosen?.group);
  if (!group || !chosen) return null;
  const { plot, x: cycles, y: values } = projection;
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
