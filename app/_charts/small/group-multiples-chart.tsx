"use client";

import dynamic from "next/dynamic";
import { useMemo } from "react";
import { ChartExport } from "../export/chart-export";
import type { GroupAxis } from "../groups/prepare-group-axes";
import { GroupMultiples, type GroupMultiplesProps } from "./group-multiples";
import { multiplesPicture } from "./prepare-multiples";

const MultiplesFigure = dynamic(() => import("../panels/multiples-figure").then((loaded) => loaded.MultiplesFigure), {
  ssr: false,
});

type GroupMultiplesChartProps = GroupMultiplesProps & {
  axis: GroupAxis;
  /** What is to be known of the numbers, where they leave the page. */
  about: readonly string[];
};

/** Groups one by one, with their picture and their numbers to take away. */
export function GroupMultiplesChart({ axis, about, ...props }: GroupMultiplesChartProps) {
  const { groups, metric } = props;
  const picture = useMemo(() => multiplesPicture({ groups, metric, axis, about }), [groups, metric, axis, about]);
  return (
    <ChartExport picture={picture} figure={<MultiplesFigure groups={groups} metric={metric} axis={axis} />}>
      <GroupMultiples {...props} />
    </ChartExport>
  );
}
