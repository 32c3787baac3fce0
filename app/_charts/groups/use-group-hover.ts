"use client";

import { useMemo } from "react";
import type { ValueStore } from "@/app/_components/browser/value-store";
import type { MetricDescription } from "@/server/domain/cycles/metrics";
import type { RunningPoint } from "@/server/domain/groups/groups-view";
import type { Hover } from "../frame/pointer/hover";
import type { Pixel, Projection } from "../frame/prepare-projection";
import type { GroupAxis } from "./prepare-group-axes";
import { type HoverTarget, hoverText, nearestTarget, targetAt } from "./prepare-hover";
import { prepareRunning } from "./running/prepare-running";
import type { ShownGroup } from "./shown-group";

type GroupHoverOptions = {
  groups: readonly ShownGroup[];
  running: readonly RunningPoint[];
  metric: MetricDescription;
  axis: GroupAxis;
  chosen: { group: string; cycle: number } | null;
  onChoose: (groupKey: string, cycle: number) => void;
  highlight: ValueStore<string | null>;
};

/** Unfinished cycles as they are drawn, and what the pointer and the keys find among them and the lines. */
export function useGroupHover(options: GroupHoverOptions, colours: ReadonlyMap<string, string>) {
  const { groups, running, metric, axis, chosen, onChoose, highlight } = options;
  const found = useMemo(() => {
    const series = groups.map((group) => group.series);
    const marksOf = lastOf((projection: Projection) => prepareRunning(running, metric.scale, projection));
    const hover: Hover<HoverTarget> = {
      find: (pointer: Pixel, projection: Projection) => nearestTarget(series, marksOf(projection), pointer, projection),
      describe: (target: HoverTarget) => ({
        ...hoverText(target, metric, axis),
        colour: colours.get(groupOf(target)) ?? "currentColor",
      }),
      choose: (target: HoverTarget) => {
        if (target.kind === "mean") onChoose(target.series.key, target.series.cycle[target.index] ?? 0);
      },
      approach: (target: HoverTarget | null) => highlight.set(target && groupOf(target)),
      placeOf: (target: HoverTarget) =>
        target.kind === "mean" ? (target.series.x[target.index] ?? 0) : target.mark.cycle,
    };
    return { series, marksOf, hover };
  }, [groups, running, metric, axis, colours, onChoose, highlight]);
  const keys = useMemo(() => {
    const { series } = found;
    const place = series.findIndex(({ key }) => key === chosen?.group);
    return {
      label: `${metric.label}, point by point: ← → cycle, ↑ ↓ group, + − zoom`,
      at: (projection: Projection) => targetAt(series[place], chosen?.cycle ?? 0, projection),
      onLine: (direction: 1 | -1) => {
        const next = series[place + direction];
        if (next) onChoose(next.key, chosen?.cycle ?? next.cycle.at(-1) ?? 0);
      },
    };
  }, [found, metric, chosen, onChoose]);
  return { marksOf: found.marksOf, hover: useMemo(() => ({ ...found.hover, keys }), [found, keys]) };
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
