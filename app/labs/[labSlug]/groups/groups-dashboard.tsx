"use client";

import { useMemo } from "react";
import { AnswerState } from "@/app/_components/answer-state";
import { useGroupings } from "@/app/_trpc/use-groupings";
import type { Role } from "@/server/domain/labs/permissions";
import { type FilterField, problemOf } from "./_controls/prepare-cell-filter";
import { DashboardControls } from "./_controls/dashboard-controls";
import { choosable, chosenSplit, type Split } from "./dashboard-state";
import classes from "./groups-dashboard.module.css";
import { GroupsPanel } from "./_panel/groups-panel";
import type { GroupsPanelProps } from "./_panel/panel-props";
import { NoGroupings } from "./no-groupings";
import { PanelSkeleton, UnusableFilter } from "./_panel/panel-states";
import { useDashboardState } from "./use-dashboard-state";

/** Groups over cycle number, live, and below them the cells of one group by how far they stray. */
export function GroupsDashboard({ labSlug, role }: { labSlug: string; role: Role }) {
  const [state, change] = useDashboardState();
  const groupings = useGroupings(labSlug);
  const choice = useMemo(() => (groupings.data ? choosable(groupings.data) : []), [groupings.data]);
  const split = useMemo(() => chosenSplit(choice, state), [choice, state]);
  const offered = groupings.data ?? NOTHING;
  const metric = state.metric ?? split?.defaultMetric ?? "dischargeCapacityAh";
  return (
    <div className={classes.dashboard}>
      <h1 className={classes.title}>Groups of cells over cycle number</h1>
      <DashboardControls
        labSlug={labSlug}
        role={role}
        groupings={choice}
        fields={offered.fields}
        filterFields={offered.filterFields}
        tags={offered.tags}
        split={split}
        metric={metric}
        state={state}
        onChange={change}
      />
      {!groupings.data && <AnswerState query={groupings} skeleton={<PanelSkeleton />} />}
      {split?.by === null && <LostGrouping requestedId={state.groupingId} shown={split} />}
      {split && (
        <FilteredPanel
          labSlug={labSlug}
          role={role}
          split={split}
          metricName={metric}
          state={state}
          onChange={change}
          fields={offered.filterFields}
        />
      )}
      {groupings.data?.groupings.length === 0 && split?.by === null && <NoGroupings labSlug={labSlug} role={role} />}
    </div>
  );
}

const NOTHING = { fields: [], filterFields: [], tags: [] } as const;

/** The chart, or why its filter says nothing. */
function FilteredPanel({ fields, ...props }: GroupsPanelProps & { fields: readonly FilterField[] }) {
  const { state, onChange } = props;
  const problem = problemOf(state.where, fields);
  if (problem === null) return <GroupsPanel {...props} />;
  return <UnusableFilter problem={problem} where={state.where} onChange={onChange} />;
}

function LostGrouping({ requestedId, shown }: { requestedId: number | null; shown: Split }) {
  if (requestedId === null || requestedId === shown.groupingId) return null;
  return (
    <p className={classes.hint} role="status">
      The grouping of this link is gone; “{shown.name}” is shown instead.
    </p>
  );
}
