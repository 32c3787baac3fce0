import type { CellCycles, PageCycle } from "@/server/domain/cells/cell-page";
import type { MetricDescription, MetricName } from "@/server/domain/cycles/metrics";
import { metricUncertainties } from "@/server/domain/cycles/quality/metric-uncertainty";
import type { GroupSeries } from "@/server/domain/groups/groups-view";
import type { OtherX } from "@/server/domain/groups/x-axes";
import { type CycleFilter, passes } from "@/server/domain/tags/cycle-filter";

/** A line to compare, in the metric's stored unit: a group, or a cell as a group of one. */
export type Line = GroupSeries & {
  x: number[];
  /** The value that it is normalised by: of its reference cycle, else its first; null without any. */
  base: number | null;
};

type Point = { x: number; value: number; uncertainty: number | null; cycle: number; isAsked: boolean };
type FoundCycles = Pick<CellCycles, "referenceCycle" | "cycles" | "metrics" | "uncertainties">;

const MS_PER_DAY = 86_400_000;

/** In what, over what and of which cycles lines are compared. */
type Compared = { metric: MetricName; x: OtherX | null; filter: CycleFilter | null };

/** A cell over cycle number or another axis: the cycles that count in statistics. References stay those of all of them. */
export function lineOfCell(cell: string, found: FoundCycles, compared: Compared): Line {
  const points = pointsOf(found, compared);
  const asked = points.filter(({ isAsked }) => isAsked);
  const base = points.find(({ cycle }) => cycle === found.referenceCycle)?.value ?? asked[0]?.value ?? null;
  return { ...lineOf(`cell:${cell}`, cell, asked), base };
}

function pointsOf({ cycles, metrics, referenceCycle, ...found }: FoundCycles, { metric, x, filter }: Compared) {
  const bounds = found.uncertainties ?? metricUncertainties(metric, metrics);
  const referenceMs = cycles.find(({ cycle }) => cycle === referenceCycle)?.startedAtMs ?? Number.NaN;
  const placeOf = (one: PageCycle, index: number): number => {
    if (x === null) return one.cycle;
    if (x === "testTime") return one.underTestS ?? Number.NaN;
    if (x === "days") return (one.startedAtMs - referenceMs) / MS_PER_DAY;
    return metrics[x]?.[index] ?? Number.NaN;
  };
  return cycles
    .flatMap((one, index) => {
      const point = {
        x: placeOf(one, index),
        value: metrics[metric]?.[index] ?? Number.NaN,
        uncertainty: bounds?.[index] ?? null,
        cycle: one.cycle,
        isAsked:
          filter === null ||
          passes(filter, { tags: one.tags, dischargeRateC: metrics.dischargeRateC?.[index] ?? null }),
      };
      const counts = one.isComplete && !one.isPartial && !one.isExcluded;
      return counts && Number.isFinite(point.x + point.value) ? [point] : [];
    })
    .sort((left, right) => left.x - right.x || left.cycle - right.cycle);
}

function lineOf(key: string, name: string, points: readonly Point[]): Omit<Line, "base"> {
  const value = points.map((point) => point.value);
  const none = points.map(() => null);
  return {
    ...{ key, name, colour: 0, cells: 1 },
    ...{ x: points.map((point) => point.x), cycle: points.map(({ cycle }) => cycle) },
    ...{ mean: value, median: value, min: value, max: value, q1: value, q3: value, std: none },
    ...(points.some((point) => point.uncertainty !== null)
      ? { uncertainty: points.map((point) => point.uncertainty) }
      : {}),
    ...{ n: points.map(() => 1), thinned: points.map(() => false) },
  };
}

/** A group as it is told; over cycle number its places are the cycles. */
export function lineOfGroup(grouping: string, key: string, group: GroupSeries & { x?: number[] }): Line {
  return { ...group, key, name: `${group.name} (${grouping})`, x: group.x ?? group.cycle, base: group.mean[0] ?? null };
}

/** As shares of the base, so that what is shown begins at 1 and tells what is left; null where there is no base to divide by. */
export function normalised(line: Line): Line | null {
  const { base } = line;
  if (base === null || base === 0) return null;
  const share = (values: readonly number[]) => values.map((value) => value / base);
  const { uncertainty: _ofTheCapacity, ...shown } = line;
  return {
    ...shown,
    ...{ mean: share(line.mean), median: share(line.median), min: share(line.min), max: share(line.max) },
    ...{ q1: share(line.q1), q3: share(line.q3), base: 1 },
    std: line.std.map((value) => (value === null ? null : value / base)),
  };
}

export const normalisedMetric = (metric: MetricDescription): MetricDescription => ({
  ...metric,
  label: `${metric.label}, of its reference`,
  unit: "%",
  scale: 100,
});
