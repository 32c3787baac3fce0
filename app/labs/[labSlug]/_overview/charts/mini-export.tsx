"use client";

import dynamic from "next/dynamic";
import { type RefObject, useMemo } from "react";
import { ExportButton } from "@/app/_charts/export/export-button";
import { meansOf, meansPicture } from "@/app/_charts/panels/prepare-means";
import type { MetricDescription } from "@/server/domain/cycles/metrics";
import type { GroupSeries } from "@/server/domain/groups/groups-view";

const MeansFigure = dynamic(() => import("@/app/_charts/panels/means-figure").then((loaded) => loaded.MeansFigure), {
  ssr: false,
});

type MiniExportProps = {
  title: string;
  groups: readonly GroupSeries[];
  metric: MetricDescription;
  shown: RefObject<HTMLElement | null>;
};

/** Hands out what a chart of the overview shows, as a figure with axes and as numbers. */
export function MiniExport({ title, groups, metric, shown }: MiniExportProps) {
  const means = useMemo(() => meansOf(groups, metric), [groups, metric]);
  const picture = useMemo(() => meansPicture(title, means, metric), [title, means, metric]);
  return <ExportButton picture={picture} figure={<MeansFigure groups={means} metric={metric} />} shown={shown} />;
}
