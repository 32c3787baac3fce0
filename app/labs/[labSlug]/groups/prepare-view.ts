import type { CellsPassing, GroupSeriesOverX } from "@/server/domain/groups/groups-view";
import type { MetricName } from "@/server/domain/cycles/metrics";
import type { PanelView } from "./_panel/use-panel-groups";

/** Groups over another axis as a view: no cycle is under way between their places. */
export const overXView = (answer: {
  metric: MetricName;
  groups: GroupSeriesOverX[];
  unassigned: number;
  passing?: CellsPassing;
}): PanelView => ({ ...answer, version: 0, running: [], cellsWithoutCycles: 0 });
