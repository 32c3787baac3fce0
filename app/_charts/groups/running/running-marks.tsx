"use client";

import { memo } from "react";
import { edgePath } from "../prepare-off-scale";
import type { RunningMark } from "./prepare-running";

type RunningMarksProps = {
  marks: readonly RunningMark[];
  colourOf: (groupKey: string) => string;
};

/** Unfinished cycles: dashed points of their cells; small triangles on the edge where the axis does not reach them. */
export function RunningMarks({ marks, colourOf }: RunningMarksProps) {
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
    />
  ));
}

type RunningPointProps = Pick<RunningMark, "cell" | "cycle" | "value" | "x" | "y" | "edge"> & {
  colour: string;
};

const RunningPoint = memo(function RunningPoint(props: RunningPointProps) {
  const { cell, cycle, value, x, y, edge, colour } = props;
  const facts = { "data-running": cell, "data-cycle": cycle, "data-value": value };
  if (edge !== null) return <path {...facts} d={edgePath({ x, y }, edge)} fill={colour} />;
  return (
    <circle {...facts} cx={x} cy={y} r={3.5} fill="none" stroke={colour} strokeWidth={1.25} strokeDasharray="2 1.6" />
  );
});
