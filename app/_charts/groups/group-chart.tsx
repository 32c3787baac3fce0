"use client";

import { memo, useMemo } from "react";
import type { MetricDescription } from "@/server/domain/cycles/metrics";
import type { RunningPoint } from "@/server/domain/groups/groups-view";
import { ChartFrame } from "../frame/chart-frame";
import { askedDomain, extendValueDomain } from "../frame/prepare-axis";
import { metricTitle } from "../frame/prepare-numbers";
import type { Projection, Zoom } from "../frame/prepare-projection";
import { CYCLE_AXIS } from "../frame/prepare-x-axis";
import { useSteadyDomain, useXDomain } from "../frame/use-domains";
import { GroupDrawing } from "./group-drawing";
import { prepareCounts } from "./prepare-counts";
import { hoverText, type HoverTarget, nearestTarget } from "./prepare-hover";
import { prepareRunning } from "./prepare-running";
import { type CycleRange, cycleExtent, valueExtent } from "./prepare-series";
import type { ShownGroup } from "./shown-group";

type GroupChartProps = {
  /** What is shown, in one string: another one lets the axes start anew. */
  viewKey: string;
  groups: readonly ShownGroup[];
  running: readonly RunningPoint[];
  metric: MetricDescription;
  range: CycleRange;
  /** Whether the axis of cycles holds the thinned ends of lines too. */
  isWhole: boolean;
  chosen: { group: string; cycle: number } | null;
  onChoose: (groupKey: string, cycle: number) => void;
  /** Ends of the axis of values that were zoomed to, in the unit shown; null leaves an end to the data. */
  values: CycleRange;
  onZoom: (zoom: Zoom | null) => void;
  /** The group that is pointed at, here or elsewhere on the page. */
  highlighted: string | null;
  onHighlight: (groupKey: string | null) => void;
};

/** The mean of each group over cycle number, with its band. */
export const GroupChart = memo(function GroupChart(props: GroupChartProps) {
  const { groups, metric, chosen, onZoom, highlighted } = props;
  const { cycles, values } = useDomains(props);
  const strip = useMemo(() => prepareCounts(groups), [groups]);
  const colours = useMemo(() => new Map(groups.map(({ series, style }) => [series.key, style.colour])), [groups]);
  const { marksOf, hover } = useHover(props, colours);
  return (
    <ChartFrame
      label={`${metricTitle(metric)} over cycle number`}
      xAxis={CYCLE_AXIS}
      x={cycles}
      y={values}
      yTitle={metricTitle(metric)}
      strip={{ height: strip.height, title: "n" }}
      hover={hover}
      onZoom={onZoom}
    >
      {({ projection, clipPath, plotClip }) => (
        <GroupDrawing
          groups={groups}
          marks={marksOf(projection)}
          colours={colours}
          chosen={chosen}
          projection={projection}
          clipPath={clipPath}
          plotClip={plotClip}
          strip={strip}
          highlighted={highlighted}
        />
      )}
    </ChartFrame>
  );
});

function useDomains({ viewKey, groups, running, metric, range, values: asked, isWhole }: GroupChartProps) {
  const series = useMemo(() => groups.map((group) => group.series), [groups]);
  const cycles = useXDomain(viewKey, cycleExtent(series, running, isWhole), CYCLE_AXIS, range);
  const shown = useMemo(() => ({ from: Math.ceil(cycles[0]), to: Math.floor(cycles[1]) }), [cycles]);
  const extent = valueExtent(series, shown) ?? runningExtent(running, metric.scale);
  const grown = useSteadyDomain(`${viewKey} ${range.from} ${range.to}`, extent, extendValueDomain);
  const values = useMemo(() => askedDomain(grown, asked), [grown, asked]);
  return { cycles, values };
}

function runningExtent(running: readonly RunningPoint[], scale: number) {
  const values = running.flatMap(({ value }) => (value === null ? [] : [value * scale]));
  return values.length === 0 ? null : ([Math.min(...values), Math.max(...values)] as const);
}

/** Unfinished cycles as they are drawn, and what the pointer finds among them and the lines. */
function useHover(
  { groups, running, metric, onChoose, onHighlight }: GroupChartProps,
  colours: ReadonlyMap<string, string>,
) {
  return useMemo(() => {
    const series = groups.map((group) => group.series);
    const marksOf = lastOf((projection: Projection) => prepareRunning(running, metric.scale, projection));
    const hover = {
      find: (pointer: { x: number; y: number }, projection: Projection) =>
        nearestTarget(series, marksOf(projection), pointer, projection),
      describe: (target: HoverTarget) => ({
        ...hoverText(target, metric),
        colour: colours.get(groupOf(target)) ?? "currentColor",
      }),
      choose: (target: HoverTarget) => {
        if (target.kind === "mean") onChoose(target.series.key, target.series.cycle[target.index] ?? 0);
      },
      approach: (target: HoverTarget | null) => onHighlight(target && groupOf(target)),
    };
    return { marksOf, hover };
  }, [groups, running, metric, onChoose, onHighlight, colours]);
}

const groupOf = (target: HoverTarget) => (target.kind === "mean" ? target.series.key : target.mark.groupKey);

/** Remembers the last answer: the pointer moves many times over the same projection. */
function lastOf<Given, Answer>(make: (given: Given) => Answer): (given: Given) => Answer {
  let last: { given: Given; answer: Answer } | null = null;
  return (given) => {
    if (last?.given !== given) last = { given, answer: make(given) };
    return last.answer;
  };
}
