"use client";

import { type ReactNode, useCallback, useMemo, useState } from "react";
import { GroupChart } from "@/app/_charts/groups/group-chart";
import { withBands } from "@/app/_charts/groups/prepare-band";
import type { ShownGroup } from "@/app/_charts/groups/shown-group";
import { groupStyle } from "@/app/_charts/groups/group-style";
import {
  type CycleRange,
  indexesIn,
  isInRange,
  latestFullIndex,
  preparedSeriesOf,
  withoutTail,
} from "@/app/_charts/groups/prepare-series";
import { withoutNoise } from "@/app/_charts/frame/prepare-axis";
import type { Zoom } from "@/app/_charts/frame/prepare-projection";
import { fittingMetric } from "@/app/_charts/frame/prepare-unit";
import { AnswerState } from "@/app/_components/answer-state";
import { FailingPart } from "@/app/_components/failing-part";
import { useStrays } from "@/app/_trpc/use-strays";
import { useLiveGroups } from "@/app/_trpc/use-live-groups";
import type { GroupsView } from "@/server/domain/groups/groups-view";
import type { CycleKind } from "@/server/domain/tags/cycle-tags";
import { METRICS, type MetricDescription, type MetricName } from "@/server/domain/cycles/metrics";
import { type DashboardState, WHOLE } from "./dashboard-state";
import { DeepDive } from "./deep-dive";
import { GroupLegend } from "./group-legend";
import classes from "./groups-panel.module.css";
import { AllHidden, NoCells, NoCycles, NoCyclesOfKind, NothingInRange, PanelSkeleton } from "./panel-states";
import type { ChangeDashboard } from "./use-dashboard-state";

type GroupsPanelProps = {
  labSlug: string;
  groupingId: number;
  metricName: MetricName;
  state: DashboardState;
  onChange: ChangeDashboard;
};

/** The chart of a grouping with its legend, and the deep dive below. */
export function GroupsPanel(props: GroupsPanelProps) {
  const { labSlug, groupingId, metricName, state } = props;
  const query = useLiveGroups({ labSlug, groupingId, metric: metricName, kind: state.kind });
  if (query.data) return <LoadedPanel {...props} view={query.data} />;
  return <AnswerState query={query} skeleton={<PanelSkeleton />} />;
}

function LoadedPanel(props: GroupsPanelProps & { view: GroupsView }) {
  const { labSlug, groupingId, metricName, view, state, onChange } = props;
  const metric = useMemo(() => fittingMetric(METRICS[metricName], view.groups), [metricName, view.groups]);
  const strays = useStrays(labSlug, groupingId);
  const groups = useShownGroups(view, metric.scale);
  const hidden = useMemo(() => new Set(state.hidden), [state.hidden]);
  const visible = useMemo(() => groups.filter(({ series }) => !hidden.has(series.key)), [groups, hidden]);
  const running = useMemo(() => view.running.filter(({ groupKey }) => !hidden.has(groupKey)), [view.running, hidden]);
  const range = useMemo<CycleRange>(() => ({ from: state.from, to: state.to }), [state.from, state.to]);
  const chosen = useChosen(groups, visible, state);
  const drawn = useDrawn(visible, state, chosen?.group ?? null);
  const [highlighted, setHighlighted] = useState<string | null>(null);
  const choose = useCallback((group: string, cycle: number | null) => onChange({ group, cycle }), [onChange]);
  const goToStray = useCallback(
    (group: string, name: MetricName) => onChange({ group, metric: name, cycle: null, low: null, high: null }),
    [onChange],
  );
  const { values, zoom } = useZoom(state, metric.scale, onChange);
  const setTails = useCallback((tails: boolean) => onChange({ tails }), [onChange]);
  const setHidden = useCallback((keys: readonly string[]) => onChange({ hidden: keys }), [onChange]);

  if (view.groups.length === 0) return <NoCells labSlug={labSlug} unassigned={view.unassigned} />;
  return (
    <>
      <div className={classes.panel}>
        <div className={classes.chart}>
          <ChartPlace
            view={view}
            metric={metric}
            kind={state.kind}
            visible={visible}
            running={running}
            range={range}
            onChange={onChange}
          >
            <FailingPart
              title="This chart cannot be drawn"
              shownKey={`${groupingId} ${metricName} ${state.kind} ${state.from} ${state.to}`}
            >
              <GroupChart
                viewKey={`${groupingId} ${metricName} ${state.kind} ${metric.unit} ${state.tails} ${state.band} ${state.hidden.join(" ")}`}
                groups={drawn}
                isWhole={state.tails}
                running={state.unfinished ? running : NONE_RUNNING}
                metric={metric}
                range={range}
                values={values}
                chosen={chosen}
                onChoose={choose}
                onZoom={zoom}
                highlighted={highlighted}
                onHighlight={setHighlighted}
              />
            </FailingPart>
          </ChartPlace>
        </div>
        <GroupLegend
          groups={groups}
          hidden={state.hidden}
          chosenKey={chosen?.group ?? null}
          metric={metric}
          range={range}
          strays={strays}
          onStray={goToStray}
          withTails={state.tails}
          onTails={setTails}
          onHide={setHidden}
          onHighlight={setHighlighted}
          onChoose={choose}
          unassigned={view.unassigned}
          cellsWithoutCycles={view.cellsWithoutCycles}
          isFiltered={state.kind !== null}
        />
      </div>
      {chosen && hasCycles(view) && (
        <DeepDive
          labSlug={labSlug}
          groupingId={groupingId}
          metricName={metricName}
          kind={state.kind}
          metric={metric}
          series={chosen.series}
          style={chosen.style}
          cycle={chosen.cycle}
          isFollowing={state.cycle === null}
          onChoose={choose}
        />
      )}
    </>
  );
}

type ChartPlaceProps = Pick<GroupsPanelProps, "onChange"> & {
  view: GroupsView;
  metric: MetricDescription;
  kind: CycleKind | null;
  visible: readonly ShownGroup[];
  running: GroupsView["running"];
  range: CycleRange;
  children: ReactNode;
};

/** The chart, or what to do where there is nothing to draw. */
function ChartPlace({ view, metric, kind, visible, running, range, onChange, children }: ChartPlaceProps) {
  if (!hasCycles(view) && kind) return <NoCyclesOfKind kind={kind} onShow={() => onChange({ kind: null })} />;
  if (!hasCycles(view)) return <NoCycles metric={metric} />;
  if (visible.length === 0) return <AllHidden onShow={() => onChange({ hidden: [] })} />;
  if (!isInRange(visible, running, range)) return <NothingInRange onShow={() => onChange(WHOLE)} />;
  return children;
}

/** What was zoomed to, in the unit shown, and how to zoom; kept in the stored unit, which no prefix changes. */
function useZoom({ low, high }: DashboardState, scale: number, onChange: ChangeDashboard) {
  const values = useMemo(
    () => ({ from: low === null ? null : low * scale, to: high === null ? null : high * scale }),
    [low, high, scale],
  );
  const zoom = useCallback(
    (zoomed: Zoom | null) => {
      if (zoomed === null) onChange(WHOLE);
      else if (zoomed.axis === "x") onChange({ from: zoomed.from, to: zoomed.to });
      else onChange({ low: withoutNoise(zoomed.from / scale), high: withoutNoise(zoomed.to / scale) });
    },
    [onChange, scale],
  );
  return { values, zoom };
}

function hasCycles({ groups, running }: GroupsView): boolean {
  return groups.some(({ cycle }) => cycle.length > 0) || running.some(({ value }) => value !== null);
}

/** Every group with its style. A group that did not change stays the same object, and so nothing of it is drawn again. */
function useShownGroups(view: GroupsView, scale: number): readonly ShownGroup[] {
  return useMemo(
    () => view.groups.map((group) => ({ series: preparedSeriesOf(group, scale), style: groupStyle(group.colour) })),
    [view.groups, scale],
  );
}

const NONE_RUNNING: GroupsView["running"] = [];

/** The visible groups as far and with the bands that they are drawn. */
function useDrawn(visible: readonly ShownGroup[], { tails, band }: DashboardState, chosenKey: string | null) {
  return useMemo(
    () => withBands(tails ? visible : visible.map(cutTail), band, chosenKey),
    [visible, tails, band, chosenKey],
  );
}

const cutTail = ({ series, style }: ShownGroup): ShownGroup => ({ series: withoutTail(series), style });

/** What the deep dive shows: what the URL names, else the first visible group, at the last cycle shown that is not thinned. */
function useChosen(groups: readonly ShownGroup[], visible: readonly ShownGroup[], state: DashboardState) {
  const { group, cycle, from, to } = state;
  return useMemo(() => {
    const latestOf = ({ series }: ShownGroup) =>
      series.cycle[latestFullIndex(series, indexesIn(series.cycle, { from, to })) ?? -1] ?? null;
    const hasCycles = (one: ShownGroup) => latestOf(one) !== null;
    const found =
      groups.find(({ series }) => series.key === group) ?? visible.find(hasCycles) ?? groups.find(hasCycles);
    if (!found) return null;
    const shown = (found.series.key === group ? cycle : null) ?? latestOf(found);
    return shown === null ? null : { ...found, group: found.series.key, cycle: shown };
  }, [groups, visible, group, cycle, from, to]);
}
