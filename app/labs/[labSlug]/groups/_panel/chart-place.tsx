"use client";

import type { ReactNode } from "react";
import { type CycleRange, isInRange } from "@/app/_charts/groups/prepare-series";
import type { ShownGroup } from "@/app/_charts/groups/shown-group";
import type { MetricDescription } from "@/server/domain/cycles/metrics";
import { type DashboardState, isFiltered, WHOLE } from "../dashboard-state";
import { AllHidden, NoCycles, NoFilteredCycles, NothingInRange } from "./panel-states";
import type { ChangeDashboard } from "../use-dashboard-state";
import type { PanelView } from "./use-panel-groups";

type ChartPlaceProps = {
  view: PanelView;
  metric: MetricDescription;
  state: DashboardState;
  visible: readonly ShownGroup[];
  range: CycleRange;
  onChange: ChangeDashboard;
  children: ReactNode;
};

/** The chart, or what to do where there is nothing to draw. */
export function ChartPlace({ view, metric, state, visible, range, onChange, children }: ChartPlaceProps) {
  if (!hasCycles(view)) {
    if (!isFiltered(state)) return <NoCycles metric={metric} isOverCycles={state.x === null} />;
    return <NoFilteredCycles tag={state.tag} rateC={state.rateC} onShow={() => onChange({ tag: null, rateC: null })} />;
  }
  if (visible.length === 0) return <AllHidden onShow={() => onChange({ hidden: [] })} />;
  const running = view.running.filter(({ groupKey }) => !state.hidden.includes(groupKey));
  if (!isInRange(visible, running, range)) return <NothingInRange onShow={() => onChange(WHOLE)} />;
  return children;
}

const hasCycles = ({ groups, running }: PanelView) =>
  groups.some(({ cycle }) => cycle.length > 0) || running.some(({ value }) => value !== null);
