import type { MetricDescription } from "@/server/domain/cycles/metrics";
import type { GroupSeries } from "@/server/domain/groups/groups-view";
import type { ChartPicture } from "../export/chart-picture";
import { GROUP_AXES } from "../groups/prepare-group-axes";
import { groupTable } from "../groups/prepare-group-table";
import { pointsOf, preparedSeriesOf } from "../groups/prepare-series";
import type { ShownGroup } from "../groups/shown-group";
import { groupStyle } from "../groups/style/group-style";
import { groupsProjection } from "../small/prepare-small";

/** Groups as a chart of the overview draws them: their means alone, without the ends where cells are missing. */
export function meansOf(groups: readonly GroupSeries[], metric: MetricDescription): ShownGroup[] {
  return groups.map((group) => {
    const series = preparedSeriesOf(group, metric.scale);
    const whole = pointsOf(series, (index) => series.thinned[index] !== true && Number.isFinite(series.line[index]));
    const none = whole.x.map(() => null);
    return { series: { ...whole, low: none, high: none }, style: groupStyle(group.colour) };
  });
}

export const meansProjection = (groups: readonly ShownGroup[]) => groupsProjection(groups.map(({ series }) => series));

/** A chart of the overview as it leaves the page. */
export const meansPicture = (
  title: string,
  groups: readonly ShownGroup[],
  metric: MetricDescription,
): ChartPicture => ({
  title,
  table: () =>
    groupTable({
      ...{ groups, metric, axis: GROUP_AXES.cycle, x: meansProjection(groups).x },
      ...{ running: [], cellLines: [] },
    }),
  legend: groups.map(({ series, style }) => ({ name: series.name, style })),
});
