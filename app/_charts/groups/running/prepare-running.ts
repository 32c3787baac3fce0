import type { RunningPoint } from "@/server/domain/groups/groups-view";
import { type Projection, toX } from "../../frame/prepare-projection";
import { type Edge, heightOf } from "../prepare-off-scale";

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
  edge: Edge | null;
};

/** Marks of the cells that have a value so far, inside the cycles shown. */
export function prepareRunning(running: readonly RunningPoint[], scale: number, projection: Projection): RunningMark[] {
  const [firstCycle, lastCycle] = projection.x;
  return running.flatMap(({ value: stored, ...point }) => {
    if (stored === null || !Number.isFinite(stored * scale) || point.cycle < firstCycle || point.cycle > lastCycle)
      return [];
    const value = stored * scale;
    return [{ ...point, value, x: toX(projection, point.cycle), ...heightOf(value, projection) }];
  });
}
