"use client";

import { useMemo } from "react";
import { AnswerState } from "@/app/_components/answer-state";
import { choosable, useGroupings } from "@/app/_trpc/use-groupings";
import type { MetricName } from "@/server/domain/cycles/metrics";
import type { Role } from "@/server/domain/labs/permissions";
import { DashboardControls } from "./dashboard-controls";
import { chosenGrouping, type DashboardState } from "./dashboard-state";
import classes from "./groups-dashboard.module.css";
import { GroupsPanel } from "./groups-panel";
import { NoGroupings } from "./no-groupings";
import { PanelSkeleton } from "./panel-states";
import { useDashboardState } from "./use-dashboard-state";

/** Groups over cycle number, live, and below them the cells of one group by how far they stray. */
export function GroupsDashboard({ labSlug, role }: { labSlug: string; role: Role }) {
  const [state, change] = useDashboardState();
  const groupings = useGroupings(labSlug);
  const choice = useMemo(() => (groupings.data ? choosable(groupings.data) : []), [groupings.data]);
  const grouping = chosenGrouping(choice, state);
  const { metric, defaultMetric } = shownMetric(grouping, state);
  return (
    <div className={classes.dashboard}>
      <h1 className={classes.title}>Groups of cells over cycle number</h1>
      <DashboardControls
        groupings={choice}
        groupingId={grouping?.id ?? null}
        metric={metric}
        defaultMetric={defaultMetric}
        kind={state.kind}
        from={state.from}
        to={state.to}
        band={state.band}
        unfinished={state.unfinished}
        hasValueZoom={state.low !== null || state.high !== null}
        onChange={change}
      />
      {!groupings.data && <AnswerState query={groupings} skeleton={<PanelSkeleton />} />}
      <LostGrouping askedId={state.groupingId} shown={grouping} />
      {grouping && (
        <GroupsPanel labSlug={labSlug} groupingId={grouping.id} metricName={metric} state={state} onChange={change} />
      )}
      {groupings.data?.groupings.length === 0 && <NoGroupings labSlug={labSlug} role={role} />}
    </div>
  );
}

function shownMetric(grouping: { defaultMetric: MetricName } | null, { metric }: DashboardState) {
  const defaultMetric = grouping?.defaultMetric ?? "dischargeCapacityAh";
  return { metric: metric ?? defaultMetric, defaultMetric };
}

function LostGrouping({ askedId, shown }: { askedId: number | null; shown: { id: number; name: string } | null }) {
  if (askedId === null || shown === null || askedId === shown.id) return null;
  return (
    <p className={classes.hint} role="status">
      The grouping of this link is gone; “{shown.name}” is shown instead.
    </p>
  );
}
