import type { RunningPoint } from "@/server/domain/groups/groups-view";
import { type Projection, toX, toY } from "../frame/prepare-projection";

/** An unfinished cycle of a cell where it is drawn. Off the scale, it sits on the edge and points the way. */
export type RunningMark = {
  cellId: number;
  cell: string;
  groupKey: string;
  cycle: number;
  /** In the unit shown. */
  value: number;
  x: number;
  y: number;
  edge: "below" | "above" | null;
};

/** Marks of the cells that have a value so far, inside the cycles shown, of groups that are not hidden. */
export function prepareRunning(
  running: readonly RunningPoint[],
  scale: number,
  projection: Projection,
  hidden: ReadonlySet<string>,
): RunningMark[] {
  const { cycles, values, plot } = projection;
  return running.flatMap(({ value: stored, ...point }) => {
    if (stored === null || hidden.has(point.groupKey)) return [];
    if (point.cycle < cycles[0] || point.cycle > cycles[1]) return [];
    const value = stored * scale;
    const edge = value < values[0] ? "below" : value > values[1] ? "above" : null;
    const y = edge === "below" ? plot.y + plot.height : edge === "above" ? plot.y : toY(projection, value);
    return [{ ...point, value, x: toX(projection, point.cycle), y, edge }];
  });
}
