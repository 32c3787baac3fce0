"use client";

import { useMemo } from "react";
import { ChartExport } from "../export/chart-export";
import type { GroupAxis } from "../groups/prepare-group-axes";
import { GroupMultiples, type GroupMultiplesProps } from "./group-multiples";
import { multiplesPicture } from "./prepare-multiples";

type GroupMultiplesChartProps = GroupMultiplesProps & {
  axis: GroupAxis;
  /** What is to be known of the numbers, where they leave the page. */
  about: readonly string[];
};

/** Groups one by one, with their numbers to take away. */
export function GroupMultiplesChart({ axis, about, ...props }: GroupMultiplesChartProps) {
  const { groups, metric } = props;
  const picture = useMemo(() => multiplesPicture({ groups, metric, axis, about }), [groups, metric, axis, about]);
  return (
    <ChartExport picture={picture}>
      <GroupMultiples {...props} />
    </ChartExport>
  );
}
