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

type ShownProps = { title: string; metric: MetricDescription; shown: RefObject<HTMLElement | null> };

/** Hands out what a chart of the overview shows, as a figure with axes and as numbers; nothing while it shows nothing. */
export function MiniExport({
  view,
  isDrawn,
  ...props
}: ShownProps & { view: { groups: readonly GroupSeries[] } | undefined; isDrawn: boolean }) {
  return view && isDrawn && <DrawnExport {...props} groups={view.groups} />;
}

function DrawnExport({ title, groups, metric, shown }: ShownProps & { groups: readonly GroupSeries[] }) {
  const means = useMemo(() => meansOf(groups, metric), [groups, metric]);
  const picture = useMemo(() => meansPicture(title, means, metric), [title, means, metric]);
  return <ExportButton picture={picture} figure={<MeansFigure groups={means} metric={metric} />} shown={shown} />;
}
