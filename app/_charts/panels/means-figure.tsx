"use client";

import { useMemo } from "react";
import type { MetricDescription } from "@/server/domain/cycles/metrics";
import { useIsFigure } from "../export/figure";
import { figureGroups } from "../export/prepare-figure-styles";
import { metricTitle } from "../frame/prepare-numbers";
import type { Projection } from "../frame/prepare-projection";
import { CYCLE_AXIS } from "../frame/prepare-x-axis";
import { GroupLine } from "../groups/group-marks";
import type { ShownGroup } from "../groups/shown-group";
import { PanelsFigure } from "./panels-figure";
import { meansProjection } from "./prepare-means";

type MeansFigureProps = { groups: readonly ShownGroup[]; metric: MetricDescription };

/** The means of groups, as a chart of the overview has them, with axes. */
export function MeansFigure({ groups: given, metric }: MeansFigureProps) {
  const isFigure = useIsFigure();
  const groups = useMemo(() => (isFigure ? figureGroups(given) : given), [isFigure, given]);
  const { x, y } = useMemo(() => meansProjection(groups), [groups]);
  const panels = useMemo(
    () => [
      {
        ...{ key: "all", title: "" },
        draw: (projection: Projection) =>
          groups.map((group) => <GroupLine key={group.series.key} {...group} projection={projection} />),
      },
    ],
    [groups],
  );
  return (
    <PanelsFigure
      label={`${metricTitle(metric)} over cycle number`}
      panels={panels}
      xAxis={CYCLE_AXIS}
      x={x}
      y={y}
      yTitle={metricTitle(metric)}
    />
  );
}
