"use client";

import { useCallback } from "react";
import { type Projection, toX, toY } from "../frame/prepare-projection";
import classes from "./group-drawing.module.css";
import { GroupBand, GroupCount, GroupLine } from "./group-marks";
import type { prepareCounts } from "./prepare-counts";
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
  strip: ReturnType<typeof prepareCounts>;
  /** The group that is pointed at: the others step back. */
  highlighted: string | null;
};

/** The marks inside the axes. Groups keep their paths until they or the axes change: a patch draws one line, not twenty. */
export function GroupDrawing(props: GroupDrawingProps) {
  const { groups, marks, colours, chosen, projection, clipPath, plotClip, strip, highlighted } = props;
  const colourOf = useCallback((key: string) => colours.get(key) ?? "currentColor", [colours]);
  const isDimmed = (key: string) => (highlighted !== null && highlighted !== key) || undefined;
  const stripTop = projection.plot.y + projection.plot.height + 4;
  return (
    <>
      <g clipPath={plotClip}>
        {groups.map((group) => (
          <g key={group.series.key} className={classes.group} data-dimmed={isDimmed(group.series.key)}>
            <GroupBand {...group} projection={projection} />
          </g>
        ))}
        {groups.map((group) => (
          <g key={group.series.key} className={classes.group} data-dimmed={isDimmed(group.series.key)}>
            <GroupLine {...group} projection={projection} />
          </g>
        ))}
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
      <RunningMarks marks={marks} colourOf={colourOf} isDimmed={isDimmed} />
      <Chosen groups={groups} chosen={chosen} projection={projection} stripHeight={strip.height} />
    </>
  );
}

type ChosenProps = Pick<GroupDrawingProps, "groups" | "chosen" | "projection"> & { stripHeight: number };

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
