import type { MetricDescription } from "@/server/domain/cycles/metrics";
import type { ChartPicture } from "../export/chart-picture";
import type { GroupAxis } from "../groups/prepare-group-axes";
import { groupTable } from "../groups/prepare-group-table";
import type { ShownGroup } from "../groups/shown-group";
import { groupsProjection } from "./prepare-small";

type Shown = {
  groups: readonly ShownGroup[];
  metric: MetricDescription;
  axis: GroupAxis;
  about: readonly string[];
};

/** Small charts as they leave the page: their numbers, and what their panels are named by. */
export const multiplesPicture = (shown: Shown): ChartPicture => ({
  title: `${shown.metric.label}, group by group`,
  table: () => {
    const { x } = groupsProjection(shown.groups.map(({ series }) => series));
    return groupTable({ ...shown, x, running: [], cellLines: [] });
  },
  legend: shown.groups.map(({ series, style }) => ({ name: series.name, style })),
});
