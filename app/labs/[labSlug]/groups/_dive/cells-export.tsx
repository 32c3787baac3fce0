"use client";

import dynamic from "next/dynamic";
import { type RefObject, useMemo } from "react";
import { ExportButton } from "@/app/_charts/export/export-button";
import type { Projection } from "@/app/_charts/frame/prepare-projection";
import type { ShownGroup } from "@/app/_charts/groups/shown-group";
import { cellsPicture, MOST_PANELS } from "@/app/_charts/panels/prepare-cells-picture";
import type { GroupsQuestion } from "@/app/_trpc/use-live-groups";
import type { MetricDescription } from "@/server/domain/cycles/metrics";
import type { CellLine } from "@/server/domain/groups/groups-view";
import { useAbout } from "../_panel/use-about";
import type { DashboardState } from "../dashboard-state";

const CellsFigure = dynamic(() => import("@/app/_charts/panels/cells-figure").then((loaded) => loaded.CellsFigure), {
  ssr: false,
});

type CellsExportProps = {
  question: GroupsQuestion;
  state: DashboardState;
  group: ShownGroup;
  metric: MetricDescription;
  /** Cells in the order of the table, as far as it lists them. */
  rows: readonly { cellId: number }[];
  lineOf: ReadonlyMap<number, CellLine>;
  projection: Projection;
  shown: RefObject<HTMLElement | null>;
};

/** The curves of the cells that the table lists as one figure, in its order, and their numbers. */
export function CellsExport({ question, state, group, metric, rows, lineOf, projection, shown }: CellsExportProps) {
  const about = useAbout(question.metric, state, null);
  const drawn = useMemo(() => rows.flatMap(({ cellId }) => lineOf.get(cellId) ?? []), [rows, lineOf]);
  const lines = useMemo(() => drawn.slice(0, MOST_PANELS), [drawn]);
  const { x, y } = projection;
  const picture = useMemo(
    () => cellsPicture({ group, lines, listed: drawn.length, metric, x, about }),
    [group, lines, drawn, metric, x, about],
  );
  if (lines.length === 0) return null;
  const figure = <CellsFigure group={group} lines={lines} metric={metric} x={x} y={y} />;
  return <ExportButton picture={picture} figure={figure} shown={shown} />;
}
