"use client";

import { useMemo } from "react";
import { useCrosshair } from "@/app/_charts/frame/pointer/crosshair";
import { decimalsFor, formatFixed, metricTitle } from "@/app/_charts/frame/prepare-numbers";
import { useXDomain } from "@/app/_charts/frame/use-domains";
import { GroupChart } from "@/app/_charts/groups/group-chart";
import { GROUP_AXES } from "@/app/_charts/groups/prepare-group-axes";
import { cycleExtent, latestFullIndex } from "@/app/_charts/groups/prepare-series";
import { GroupSwatch } from "@/app/_charts/groups/style/group-swatch";
import { FailingPart } from "@/app/_components/failing-part";
import { useGroupings } from "@/app/_trpc/use-groupings";
import { useLiveGroups } from "@/app/_trpc/use-live-groups";
import { METRICS, type MetricName } from "@/server/domain/cycles/metrics";
import { createValueStore } from "@/app/_components/browser/value-store";
import type { GroupsView } from "@/server/domain/groups/groups-view";
import { choosable, chosenSplit, readDashboardState } from "../groups/dashboard-state";
import { usePanelGroups } from "../groups/_panel/use-panel-groups";
import classes from "./kiosk.module.css";

type KioskChartProps = { labSlug: string; groupingId: number; metricName: MetricName; isShown: boolean };

/** A wall is read from afar, and not point by point. */
const PAUSE_MS = 1_000;
const STATE = readDashboardState(new URLSearchParams());
const WHOLE = { from: null, to: null };

/** A chart of groups for a wall. It follows the lab also while others have their turn, so that it is there at once, with or without network. */
export function KioskChart({ labSlug, groupingId, metricName, isShown }: KioskChartProps) {
  const question = useMemo(
    () => ({ labSlug, groupingId, by: null, where: null, metric: metricName, tag: null, rateC: null }),
    [labSlug, groupingId, metricName],
  );
  const query = useLiveGroups(question, PAUSE_MS);
  const groupings = useGroupings(labSlug);
  const split = groupings.data ? chosenSplit(choosable(groupings.data), { ...STATE, groupingId }) : null;
  if (!isShown) return null;
  const title = `${METRICS[metricName].label}${split ? ` by ${split.name}` : ""}`;
  return (
    <section className={classes.view} aria-label={title}>
      <h1 className={classes.title}>{title}</h1>
      {query.data && split ? (
        <FailingPart title="This chart cannot be drawn" shownKey={title}>
          <Drawn view={query.data} metricName={metricName} fieldCount={split.styledBy.length} />
        </FailingPart>
      ) : (
        <p className={classes.waiting}>{query.isError ? "This chart did not load." : "Loading"}</p>
      )}
    </section>
  );
}

type DrawnProps = { view: GroupsView; metricName: MetricName; fieldCount: number };

function Drawn({ view, metricName, fieldCount }: DrawnProps) {
  const { metric, drawn, running } = usePanelGroups({
    ...{ view, metricName, state: STATE, fieldCount, referenceLine: null, chosenKey: null },
  });
  const viewKey = `${metricName} ${metric.unit}`;
  const extent = useMemo(
    () =>
      cycleExtent(
        drawn.map(({ series }) => series),
        running,
      ),
    [drawn, running],
  );
  const x = useXDomain(viewKey, extent, GROUP_AXES.cycle.axis, WHOLE);
  const crosshair = useCrosshair();
  return (
    <div className={classes.drawn}>
      <div className={classes.chart}>
        <GroupChart
          {...{ viewKey, groups: drawn, running, cellLines: NONE, cellInFocus: null, metric, x, crosshair }}
          {...{ withCounts: true, withBars: false, chosen: null, values: WHOLE }}
          {...{ axis: GROUP_AXES.cycle, onChoose: ignore, onZoom: ignore, highlight: NOTHING_POINTED_AT }}
        />
      </div>
      <table className={classes.legend}>
        <thead>
          <tr>
            <th scope="col">Group</th>
            <th scope="col">Cells</th>
            <th scope="col">{metricTitle(metric)}</th>
          </tr>
        </thead>
        <tbody>
          {drawn.map(({ series, style }) => {
            const last = latestFullIndex(series, [0, series.cycle.length]);
            const value = last === null ? null : (series.line[last] ?? null);
            return (
              <tr key={series.key}>
                <th scope="row">
                  <GroupSwatch style={style} /> <bdi>{series.name}</bdi>
                </th>
                <td>{series.cells}</td>
                <td>{formatFixed(value, decimalsFor(value ?? 0, metric.significantDigits))}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

const NONE: [] = [];
const ignore = () => {};
const NOTHING_POINTED_AT = createValueStore<string | null>(null);
