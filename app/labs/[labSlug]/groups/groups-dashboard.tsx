"use client";

import { AnswerState } from "@/app/_components/answer-state";
import { useGroupings } from "@/app/_trpc/use-groupings";
import type { Role } from "@/server/domain/labs/permissions";
import { DashboardControls } from "./dashboard-controls";
import { chosenGrouping } from "./dashboard-state";
import classes from "./groups-dashboard.module.css";
import { GroupsPanel } from "./groups-panel";
import { NoGroupings } from "./no-groupings";
import { PanelSkeleton } from "./panel-states";
import { useDashboardState } from "./use-dashboard-state";

/** Groups over cycle number, live, and below them the cells of one group by how far they stray. */
export function GroupsDashboard({ labSlug, role }: { labSlug: string; role: Role }) {
  const [state, change] = useDashboardState();
  const groupings = useGroupings(labSlug);
  const grouping = chosenGrouping(groupings.data?.groupings ?? [], state);
  return (
    <div className={classes.dashboard}>
      <h1 className={classes.title}>Groups of cells over cycle number</h1>
      <DashboardControls
        groupings={groupings.data?.groupings ?? []}
        groupingId={grouping?.id ?? null}
        metric={state.metric}
        from={state.from}
        to={state.to}
        onChange={change}
      />
      {!groupings.data && <AnswerState query={groupings} skeleton={<PanelSkeleton />} />}
      {groupings.data && !grouping && <NoGroupings labSlug={labSlug} role={role} />}
      {grouping && <GroupsPanel labSlug={labSlug} groupingId={grouping.id} state={state} onChange={change} />}
    </div>
  );
}
