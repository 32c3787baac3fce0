"use client";

import { useFullscreenElement } from "@mantine/hooks";
import { useCallback, useMemo } from "react";
import { usePlaceStyle } from "@/app/_charts/export/use-printed-styles";
import { useCrosshair } from "@/app/_charts/frame/pointer/crosshair";
import { useShortcut } from "@/app/_components/browser/use-shortcut";
import { createValueStore } from "@/app/_components/browser/value-store";
import type { Zoom } from "@/app/_charts/frame/prepare-projection";
import { fittingMetric } from "@/app/_charts/frame/prepare-unit";
import { useXDomain } from "@/app/_charts/frame/use-domains";
import { GroupChart } from "@/app/_charts/groups/group-chart";
import { GROUP_AXES } from "@/app/_charts/groups/prepare-group-axes";
import { cycleExtent, prepareSeries } from "@/app/_charts/groups/prepare-series";
import { shownExtent } from "@/app/_charts/groups/prepare-window";
import type { ShownGroup } from "@/app/_charts/groups/shown-group";
import { Placeholder } from "@/app/_components/answer-state";
import { FailingPart } from "@/app/_components/failing-part";
import { METRICS } from "@/server/domain/cycles/metrics";
import { filterSummary } from "../groups/_controls/prepare-summaries";
import classes from "./compare-page.module.css";
import { type CompareState, writePin } from "./compare-state";
import { DifferenceTable } from "./difference-table";
import { useSameList } from "./kept-lines";
import { lastShared } from "./prepare-differences";
import { aboutCompared, normalised, normalisedMetric } from "./prepare-lines";
import { placesOf } from "./prepare-places";
import type { ChangeCompare } from "./use-compare-state";
import type { PinnedLines } from "./use-lines";

type CompareBodyProps = { pinned: readonly PinnedLines[]; state: CompareState; onChange: ChangeCompare };

const NO_LINES: [] = [];
const WHOLE = { from: null, to: null };

/** The lines over or beside each other, and the table of their differences. */
export function CompareBody({ pinned, state, onChange }: CompareBodyProps) {
  const { metric, groups } = useShown(pinned, state);
  const { ref, toggle } = useFullscreenElement<HTMLDivElement>();
  useShortcut("v", () => void toggle());
  const axis = GROUP_AXES[state.x ?? "cycle"];
  const viewKey = `${state.metric} ${state.x} ${state.isNormalised} ${state.tag} ${state.rateC} ${state.pins.map(writePin).join(" ")}`;
  const series = useMemo(() => groups.map((group) => group.series), [groups]);
  const extent = useMemo(() => cycleExtent(series, NO_LINES, true), [series]);
  const x = useXDomain(viewKey, extent, axis.axis, state);
  const crosshair = useCrosshair();
  const at = state.at ?? lastShared(series);
  const reference = placesOf(pinned)[state.reference] ?? 0;
  const chosen = useMemo(() => chosenAt(series[reference], at), [series, reference, at]);
  const choose = useCallback(
    (key: string, cycle: number | null) => onChange({ at: placeOf(groups, key, cycle) }),
    [groups, onChange],
  );
  const filter = filterSummary(state);
  const about = useMemo(
    () => aboutCompared({ metric: state.metric, isNormalised: state.isNormalised, filter }),
    [state.metric, state.isNormalised, filter],
  );
  const zoom = useCallback(
    (given: Zoom | null) => {
      if (given === null) onChange(WHOLE);
      else if (given.axis === "x") onChange({ from: given.from, to: given.to });
    },
    [onChange],
  );
  if (groups.length === 0) {
    const isLoading = pinned.some((one) => one.state === "loading");
    return isLoading ? <Placeholder className={classes.chart} /> : <NoValues label={METRICS[state.metric].label} />;
  }
  const shared = {
    ...{ running: NO_LINES, cellLines: NO_LINES, cellInFocus: null, metric, axis, x, about, withCounts: false },
    ...{ withBars: false, onChoose: choose, onZoom: zoom, crosshair, highlight: NOTHING_POINTED_AT },
  };
  const bounds = shownExtent(series, { from: x[0], to: x[1] }, metric);
  const charts = state.isSideBySide ? groups.map((group) => [group]) : [groups];
  return (
    <div className={classes.whole} ref={ref}>
      {filter !== "" && <p className={classes.hint}>Cycles: {filter}</p>}
      <div className={classes.charts} data-side={state.isSideBySide || undefined}>
        {charts.map((drawn) => (
          <section key={drawn[0]?.series.key} className={classes.chart} aria-label={drawn[0]?.series.name}>
            {state.isSideBySide && <h2 className={classes.name}>{drawn[0]?.series.name}</h2>}
            <FailingPart title="This chart cannot be drawn" shownKey={`${viewKey} ${x[0]} ${x[1]}`}>
              <div className={classes.drawing}>
                <GroupChart
                  {...shared}
                  viewKey={viewKey}
                  groups={drawn}
                  chosen={chosen && drawn.some(({ series: { key } }) => key === chosen.group) ? chosen : null}
                  values={state.isSideBySide && bounds ? { from: bounds[0], to: bounds[1] } : WHOLE}
                />
              </div>
            </FailingPart>
          </section>
        ))}
      </div>
      {at !== null && (
        <DifferenceTable
          groups={groups}
          metric={metric}
          at={at}
          axis={axis}
          isExact={state.x === null}
          reference={reference}
          onReference={(place) => onChange({ reference: pinOf(pinned, place) })}
        />
      )}
    </div>
  );
}

const NOTHING_POINTED_AT = createValueStore<string | null>(null);

/** The lines as they are drawn: in the unit shown, each with its place in the palette. */
function useShown(pinned: readonly PinnedLines[], { metric: name, isNormalised }: CompareState) {
  // The same lines while nothing changed: a chart whose groups stay is not drawn again.
  const lines = useSameList(pinned.flatMap((one) => one.lines));
  const styleAt = usePlaceStyle();
  return useMemo(() => {
    const shown = isNormalised ? lines.flatMap((line, place) => withPlace(normalised(line), place)) : lines.map(placed);
    const metric = isNormalised ? normalisedMetric(METRICS[name]) : fittingMetric(METRICS[name], lines);
    const groups = shown.map(
      ({ line, place }): ShownGroup => ({ series: prepareSeries(line, metric.scale), style: styleAt(place) }),
    );
    return { metric, groups: groups.filter(({ series }) => series.x.length > 0) };
  }, [lines, name, isNormalised, styleAt]);
}

const placed = <Value,>(line: Value, place: number) => ({ line, place });
const withPlace = <Value,>(line: Value | null, place: number) => (line === null ? [] : [{ line, place }]);

/** The point of a line that is nearest to a place, as the chart marks it. */
function chosenAt(series: ShownGroup["series"] | undefined, at: number | null) {
  if (!series || at === null) return null;
  const index = series.x.findIndex((place) => place >= at);
  const cycle = series.cycle[index];
  return cycle === undefined ? null : { group: series.key, cycle };
}

/** Where on x a cycle of a line lies. */
function placeOf(groups: readonly ShownGroup[], key: string, cycle: number | null): number | null {
  const series = groups.find((group) => group.series.key === key)?.series;
  return series && cycle !== null ? (series.x[series.cycle.indexOf(cycle)] ?? null) : null;
}

/** The pin that a line is of. */
function pinOf(pinned: readonly PinnedLines[], place: number): number {
  return Math.max(
    0,
    placesOf(pinned).findLastIndex((first, index) => first <= place && (pinned[index]?.lines.length ?? 0) > 0),
  );
}

const NoValues = ({ label }: { label: string }) => (
  <p className={classes.hint}>None of them has a finished cycle with {label.toLowerCase()} yet.</p>
);
