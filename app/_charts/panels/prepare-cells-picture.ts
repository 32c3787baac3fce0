import type { MetricDescription } from "@/server/domain/cycles/metrics";
import type { CellLine } from "@/server/domain/groups/groups-view";
import type { ChartPicture } from "../export/chart-picture";
import type { Domain } from "../frame/prepare-axis";
import { GROUP_AXES } from "../groups/prepare-group-axes";
import { groupTable } from "../groups/prepare-group-table";
import type { ShownGroup } from "../groups/shown-group";
import type { GroupStyle } from "../groups/style/group-style";

/** How the one cell of a panel is drawn, over its group. */
export const CELL_STYLE: GroupStyle = { colour: "var(--mantine-color-text)", dash: null, marker: "circle" };

/** A figure of more panels is read by nobody, and takes a browser long. */
export const MOST_PANELS = 48;

type Shown = {
  group: ShownGroup;
  /** Those that have a panel, of so many that the table lists. */
  lines: readonly CellLine[];
  listed: number;
  metric: MetricDescription;
  x: Domain;
  about: readonly string[];
};

/** The cells of a group as they leave the page, one by one. */
export function cellsPicture({ group, lines, listed, metric, x, about }: Shown): ChartPicture {
  const some = lines.length < listed ? `, the first ${lines.length} of ${listed}` : "";
  return {
    title: `${metric.label} of the cells of ${group.series.name}${some}`,
    table: () =>
      groupTable({ groups: [group], running: [], cellLines: lines, metric, axis: GROUP_AXES.cycle, x, about }),
    legend: [
      { name: "Cell", style: CELL_STYLE },
      { name: `${group.series.name}, all cells`, style: group.style },
    ],
  };
}
