import { type CellCycles, oneANumber, type PageCycle } from "@/server/domain/cells/cell-page";
import type { MetricDescription, MetricName } from "@/server/domain/cycles/metrics";
import { metricUncertainties } from "@/server/domain/cycles/quality/metric-uncertainty";
import type { GroupSeries } from "@/server/domain/groups/groups-view";
import type { OtherX } from "@/server/domain/groups/x-axes";
import { REFERENCE_OF_CELLS } from "../groups/_controls/prepare-summaries";
import { type CycleFilter, passes } from "@/server/domain/tags/cycle-filter";

/** A line to compare, in the metric's stored unit: a group, or a cell as a group of one. */
export type Line = GroupSeries & {
  x: number[];
  /** What it is normalised by: of a cell the value of its reference cycle, of a group the mean of those of its cells; null without any. */
  base: Base | null;
};

/** Where no cell has a reference cycle, the first value stands in, and the line says so. */
type Base = { value: number; isOfFirst: boolean };

type Point = { x: number; value: number; uncertainty: number | null; cycle: number; isInFilter: boolean };
type FoundCycles = Pick<CellCycles, "referenceCycle" | "cycles" | "metrics" | "uncertainties">;

const MS_PER_DAY = 86_400_000;

/** In what, over what and of which cycles lines are compared. */
type Compared = { metric: MetricName; x: OtherX | null; filter: CycleFilter | null };

/** A cell over cycle number or another axis: the cycles that count in statistics. References stay those of all of them. */
export function lineOfCell(cell: string, found: FoundCycles, compared: Compared): Line {
  const points = pointsOf(found, compared);
  const asked = points.filter(({ isInFilter }) => isInFilter);
  const reference = points.find(({ cycle }) => cycle === found.referenceCycle)?.value ?? null;
  const line = lineOf(`cell:${cell}`, cell, asked);
  const isExcluded = found.cycles.some((one) => one.isExcluded);
  return { ...line, ...(isExcluded ? { leftOut: { cells: 0, inPart: 1 } } : {}), base: baseOf(reference, line) };
}

function baseOf(reference: number | null, { mean: [first] }: Pick<GroupSeries, "mean">): Base | null {
  if (reference !== null) return { value: reference, isOfFirst: false };
  return first === undefined ? null : { value: first, isOfFirst: true };
}

function pointsOf({ cycles, metrics, referenceCycle, ...found }: FoundCycles, { metric, x, filter }: Compared) {
  const bounds = found.uncertainties ?? metricUncertainties(metric, metrics);
  const counted = oneANumber(cycles);
  const referenceMs = cycles.find((one) => one.cycle === referenceCycle && counted.has(one))?.startedAtMs ?? Number.NaN;
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
        isInFilter:
          filter === null ||
          passes(filter, { tags: one.tags, dischargeRateC: metrics.dischargeRateC?.[index] ?? null }),
      };
      const counts = counted.has(one) && one.isComplete && !one.isPartial && !one.isExcluded;
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

/** A group as it is told; over cycle number its places are the cycles. @param reference the mean of its cells' values at their reference cycles */
export function lineOfGroup(
  grouping: string,
  key: string,
  group: GroupSeries & { x?: number[] },
  reference: number | null,
): Line {
  const name = `${group.name} (${grouping})`;
  return { ...group, key, name, x: group.x ?? group.cycle, base: baseOf(reference, group) };
}

/** As shares of the base, so that what is shown tells what is left of it; null where there is no base to divide by. */
export function normalised(line: Line): Line | null {
  if (line.base === null || line.base.value === 0) return null;
  const { value: base, isOfFirst } = line.base;
  const share = (values: readonly number[]) => values.map((value) => value / base);
  const { uncertainty: _ofTheCapacity, ...shown } = line;
  return {
    ...shown,
    ...(isOfFirst ? { name: `${line.name}, of its first value` } : {}),
    ...{ mean: share(line.mean), median: share(line.median), min: share(line.min), max: share(line.max) },
    ...{ q1: share(line.q1), q3: share(line.q3), base: { value: 1, isOfFirst } },
    std: line.std.map((value) => (value === null ? null : value / base)),
  };
}

/** What a table of compared lines says of its numbers. @param filter in words; "" where all cycles enter */
export const aboutCompared = ({ metric, isNormalised, filter }: AboutCompared): string[] => [
  ...(filter === "" ? [] : [`Cycles: ${filter}`]),
  ...(isNormalised || metric === "capacityRetention" ? [`Reference: ${REFERENCE_OF_CELLS}`] : []),
  ...(isNormalised ? ["A group is a share of the mean of its cells at their reference cycles"] : []),
];
type AboutCompared = { metric: MetricName; isNormalised: boolean; filter: string };

export const normalisedMetric = (metric: MetricDescription): MetricDescription => ({
  ...metric,
  label: `${metric.label}, of its reference`,
  unit: "%",
  scale: 100,
});
