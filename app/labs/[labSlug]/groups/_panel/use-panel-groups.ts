"use client";

import { useMemo } from "react";
import { usePrintedStyles } from "@/app/_charts/export/use-printed-styles";
import { fittingMetric } from "@/app/_charts/frame/prepare-unit";
import { withBands } from "@/app/_charts/groups/prepare-band";
import {
  differenceFrom,
  differenceMetric,
  lineDifferenceFrom,
  type Reference,
  referenceOfCell,
  referenceOfGroup,
} from "@/app/_charts/groups/prepare-difference";
import { withSmoothing } from "@/app/_charts/groups/prepare-smoothed";
import { preparedSeriesOf, withoutTail } from "@/app/_charts/groups/prepare-series";
import { stylesOf } from "@/app/_charts/groups/style/prepare-styles";
import type { ShownGroup } from "@/app/_charts/groups/shown-group";
import { METRICS, type MetricName } from "@/server/domain/cycles/metrics";
import type { CellLine, GroupSeries, GroupsView } from "@/server/domain/groups/groups-view";
import type { DashboardState } from "../dashboard-state";

/** What a panel is drawn from. Groups over another axis have their places beside them. */
export type PanelView = Omit<GroupsView, "groups"> & { groups: readonly (GroupSeries & { x?: readonly number[] })[] };

type PanelGroupsOptions = {
  view: PanelView;
  metricName: MetricName;
  state: DashboardState;
  /** By how many fields the groups are named. */
  fieldCount: number;
  /** The cell that the groups are compared with; null while it is not known. */
  referenceLine: CellLine | null;
  chosenKey: string | null;
};

/** The groups of a metric as they are: in the unit shown, with their styles, all of them. */
export function useAllGroups({
  view,
  metricName,
  fieldCount,
}: Pick<PanelGroupsOptions, "view" | "metricName" | "fieldCount">) {
  const metric = useMemo(() => fittingMetric(METRICS[metricName], view.groups), [metricName, view.groups]);
  // A group that did not change stays the same object, and so nothing of it is drawn again.
  const styled = useMemo<readonly ShownGroup[]>(() => {
    const styles = stylesOf(view.groups, fieldCount);
    return view.groups.flatMap((group, index) => {
      const style = styles[index];
      return style ? [{ series: preparedSeriesOf(group, metric.scale), style }] : [];
    });
  }, [view.groups, metric.scale, fieldCount]);
  return { metric, groups: usePrintedStyles(styled) };
}

/** The groups of a metric as they are drawn: compared, without those that are hidden, as far and with the bands that are asked for. */
export function usePanelGroups(options: PanelGroupsOptions) {
  const { view, state, chosenKey } = options;
  const { metric, groups } = useAllGroups(options);
  const reference = useReference(groups, metric.scale, options);
  const compared = useMemo(
    () => (reference ? groups.map(comparedWith(reference.values)) : groups),
    [groups, reference],
  );
  const hidden = useMemo(() => new Set(state.hidden), [state.hidden]);
  const visible = useMemo(() => compared.filter(({ series }) => !hidden.has(series.key)), [compared, hidden]);
  const { tails, line, band, smoothing } = state;
  const drawn = useMemo(
    () => withSmoothing(withBands(tails ? visible : visible.map(cutTail), { line, band }, chosenKey), smoothing),
    [visible, tails, line, band, smoothing, chosenKey],
  );
  const running = useMemo(
    () => (state.unfinished && !reference ? view.running.filter(({ groupKey }) => !hidden.has(groupKey)) : []),
    [view.running, hidden, state.unfinished, reference],
  );
  const lineOf = useMemo(() => {
    if (!reference) return (one: CellLine) => one;
    return (one: CellLine) => lineDifferenceFrom(one, reference.values, metric.scale);
  }, [reference, metric.scale]);
  return {
    metric: useMemo(() => (reference ? differenceMetric(metric, reference.name) : metric), [metric, reference]),
    groups: compared,
    visible,
    drawn,
    running,
    /** A line of a cell as it is drawn. */
    lineOf,
    reference: reference?.name ?? null,
  };
}

const comparedWith = (reference: Reference) => {
  return ({ series, style }: ShownGroup): ShownGroup => ({ series: differenceFrom(series, reference), style });
};
const cutTail = ({ series, style }: ShownGroup): ShownGroup => ({ series: withoutTail(series), style });

/** What the groups are compared with, by cycle number; null: nothing. */
function useReference(groups: readonly ShownGroup[], scale: number, { state, referenceLine }: PanelGroupsOptions) {
  const { x, reference, line } = state;
  return useMemo(() => {
    if (x !== null) return null;
    if (referenceLine) return { name: referenceLine.cell, values: referenceOfCell(referenceLine, scale) };
    const group = groups.find(({ series }) => series.key === reference);
    return group ? { name: group.series.name, values: referenceOfGroup(group.series, line) } : null;
  }, [groups, scale, x, reference, referenceLine, line]);
}
