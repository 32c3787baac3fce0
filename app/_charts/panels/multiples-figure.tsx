"use client";

import { useMemo } from "react";
import type { MetricDescription } from "@/server/domain/cycles/metrics";
import { useIsFigure } from "../export/figure";
import { figureGroups } from "../export/prepare-figure-styles";
import { metricTitle } from "../frame/prepare-numbers";
import type { Projection } from "../frame/prepare-projection";
import { GroupBand, GroupLine } from "../groups/group-marks";
import type { GroupAxis } from "../groups/prepare-group-axes";
import { meanPaths } from "../groups/prepare-paths";
import type { ShownGroup } from "../groups/shown-group";
import { groupsProjection } from "../small/prepare-small";
import { PanelsFigure } from "./panels-figure";

type MultiplesFigureProps = { groups: readonly ShownGroup[]; metric: MetricDescription; axis: GroupAxis };

/** Groups one by one over the faint lines of the others, as the page shows them, with the axes that it leaves out. */
export function MultiplesFigure({ groups: given, metric, axis }: MultiplesFigureProps) {
  const isFigure = useIsFigure();
  const groups = useMemo(() => (isFigure ? figureGroups(given) : given), [isFigure, given]);
  const series = useMemo(() => groups.map((group) => group.series), [groups]);
  const { x, y } = useMemo(() => groupsProjection(series), [series]);
  const panels = useMemo(
    () =>
      groups.map((group) => ({
        ...{ key: group.series.key, title: group.series.name },
        draw: (projection: Projection) => (
          <>
            <GroupBand {...group} projection={projection} />
            <GroupLine {...group} projection={projection} />
          </>
        ),
      })),
    [groups],
  );
  const behind = useMemo(
    () => (projection: Projection) => series.map((one) => meanPaths(one, projection).solid).join(""),
    [series],
  );
  return (
    <PanelsFigure
      label={`${metricTitle(metric)}, group by group`}
      panels={panels}
      behind={behind}
      xAxis={axis.axis}
      x={x}
      y={y}
      yTitle={metricTitle(metric)}
    />
  );
}
