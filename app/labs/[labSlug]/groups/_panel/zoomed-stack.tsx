"use client";

import { useMemo } from "react";
import type { Domain } from "@/app/_charts/frame/prepare-axis";
import { useXDomain } from "@/app/_charts/frame/use-domains";
import type { GroupChartProps } from "@/app/_charts/groups/group-chart";
import type { CycleRange } from "@/app/_charts/groups/prepare-series";
import { ChartStack, type ChartStackProps } from "./chart-stack";
import type { DashboardState } from "../dashboard-state";
import type { ChangeDashboard } from "../use-dashboard-state";
import { useZoom } from "./use-zoom";

/** What the zoom of a chart says, and the chart itself adds. */
type Zoomed = "x" | "values" | "isTurning" | "onZoom";

type ZoomedStackProps = Omit<ChartStackProps, "main" | "below"> & {
  main: Omit<GroupChartProps, Zoomed>;
  below: Omit<ChartStackProps["below"], Zoomed>;
  state: DashboardState;
  /** Of the data along x. */
  extent: Domain | null;
  onChange: ChangeDashboard;
};

/** The charts at the part that is zoomed to: while a wheel turns nothing else on the page is drawn for it. */
export function ZoomedStack({ main, below, state, extent, onChange, ...stack }: ZoomedStackProps) {
  const { shown, values, isTurning, zoom } = useZoom(state, main.metric.scale, extent, onChange);
  const range = useMemo<CycleRange>(() => ({ from: shown.from, to: shown.to }), [shown.from, shown.to]);
  const x = useXDomain(main.viewKey, extent, main.axis.axis, range);
  return (
    <ChartStack
      {...stack}
      main={{ ...main, x, values, isTurning, onZoom: zoom }}
      below={{ ...below, x, isTurning, onZoom: zoom }}
    />
  );
}
