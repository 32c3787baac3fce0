"use client";

import { memo } from "react";
import { edgePath } from "./prepare-off-scale";
import type { RunningMark } from "./prepare-running";

type RunningMarksProps = {
  marks: readonly RunningMark[];
  colourOf: (groupKey: string) => string;
  isDimmed: (groupKey: string) => true | undefined;
};

/** Unfinished cycles: dashed points of their cells; small triangles on the edge where the axis does not reach them. */
export function RunningMarks({ marks, colourOf, isDimmed }: RunningMarksProps) {
  return marks.map(({ cellId, cell, groupKey, cycle, value, x, y, edge }) => (
    <RunningPoint
      key={cellId}
      cell={cell}
      cycle={cycle}
      value={value}
      x={Math.round(x * 10) / 10}
      y={Math.round(y * 10) / 10}
      edge={edge}
      colour={colourOf(groupKey)}
      isDimmed={isDimmed(groupKey)}
    />
  ));
}

type RunningPointProps = Pick<RunningMark, "cell" | "cycle" | "value" | "x" | "y" | "edge"> & {
  colour: string;
  isDimmed: true | undefined;
};

const RunningPoint = memo(function RunningPoint(props: RunningPointProps) {
  const { cell, cycle, value, x, y, edge, colour, isDimmed } = props;
  const facts = { "data-running": cell, "data-cycle": cycle, "data-value": value };
  // Whole, but for what steps back: through a lighter colour nobody sees them.
  const opacity = isDimmed ? 0.12 : 1;
  if (edge !== null) return <path {...facts} d={edgePath({ x, y }, edge)} fill={colour} opacity={opacity} />;
  return (
    <circle
      {...facts}
      cx={x}
      cy={y}
      r={3.5}
      fill="none"
      stroke={colour}
      strokeWidth={1.25}
      strokeDasharray="2 1.6"
      opacity={opacity}
    />
  );
});
