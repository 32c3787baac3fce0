import type { CellCycles, PageCycle } from "@/server/domain/cells/cell-page";
import type { MetricDescription, MetricName } from "@/server/domain/cycles/metrics";
import type { GroupSeries } from "@/server/domain/groups/groups-view";
import type { OtherX } from "@/server/domain/groups/x-axes";

/** A line to compare, in the metric's stored unit: a group, or a cell as a group of one. */
export type Line = GroupSeries & {
  x: number[];
  /** The value that it is normalised by: of its reference cycle, else its first; null without any. */
  base: number | null;
};

type Point = { x: number; value: number; cycle: number };
type FoundCycles = Pick<CellCycles, "referenceCycle" | "cycles" | "metrics">;

const MS_PER_S = 1000;
const MS_PER_DAY = 86_400_000;

/**
 * A cell over cycle number or another axis: the cycles that count in statistics. Elapsed time begins with each test, so that there a cell
 * has a line for each of its tests; on other axes it has one.
 */
export function linesOfCell(cell: string, found: FoundCycles, metric: MetricName, x: OtherX | null): Line[] {
  const points = pointsOf(found, metric, x);
  const counted = new Set(points.map(({ test }) => test));
  // In the order in which they were run.
  const tests = [...new Set(found.cycles.map(({ test }) => test))].filter((test) => counted.has(test));
  if (x !== "testTime" || tests.length < 2) return [lineOf(`cell:${cell}`, cell, points, found.referenceCycle)];
  return tests.map((test) => {
    const own = points.filter((point) => point.test === test);
    return lineOf(`cell:${cell}:${test}`, `${cell} · ${test === "" ? "usual test" : test}`, own, found.referenceCycle);
  });
}

function pointsOf({ cycles, metrics, referenceCycle }: FoundCycles, metric: MetricName, x: OtherX | null) {
  const startsMs = new Map<string, number>();
  for (const { test, startedAtMs } of cycles) {
    startsMs.set(test, Math.min(startedAtMs, startsMs.get(test) ?? Number.POSITIVE_INFINITY));
  }
  const referenceMs = cycles.find(({ cycle }) => cycle === referenceCycle)?.startedAtMs ?? Number.NaN;
  const placeOf = (one: PageCycle, index: number): number => {
    if (x === null) return one.cycle;
    if (x === "testTime") return (one.startedAtMs - (startsMs.get(one.test) ?? Number.NaN)) / MS_PER_S;
    if (x === "days") return (one.startedAtMs - referenceMs) / MS_PER_DAY;
    return metrics[x]?.[index] ?? Number.NaN;
  };
  return cycles
    .flatMap((one, index) => {
      const point = { x: placeOf(one, index), value: metrics[metric]?.[index] ?? Number.NaN, cycle: one.cycle };
      const counts = one.isComplete && !one.isPartial && !one.isExcluded;
      return counts && Number.isFinite(point.x + point.value) ? [{ ...point, test: one.test }] : [];
    })
    .sort((left, right) => left.x - right.x || left.cycle - right.cycle);
}

function lineOf(key: string, name: string, points: readonly Point[], referenceCycle: number | null): Line {
  const value = points.map((point) => point.value);
  const none = points.map(() => null);
  return {
    ...{ key, name, colour: 0, cells: 1 },
    ...{ x: points.map((point) => point.x), cycle: points.map(({ cycle }) => cycle) },
    ...{ mean: value, median: value, min: value, max: value, q1: value, q3: value, std: none },
    ...{ n: points.map(() => 1), thinned: points.map(() => false) },
    base: points.find(({ cycle }) => cycle === referenceCycle)?.value ?? value[0] ?? null,
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
