import { formatValue, withUnit } from "@/app/_charts/frame/prepare-numbers";
import type { MetricDescription } from "@/server/domain/cycles/metrics";
import type { GroupSeries } from "@/server/domain/groups/groups-view";

/** A drawing is so many units wide and high; whoever shows it stretches it. */
export const MINI_SIZE = { width: 320, height: 100 } as const;
const MOST_POINTS = 160;

export type MiniChart = {
  lines: { key: string; name: string; colour: number; path: string; last: string }[];
  /** Both ends of both axes, in words. */
  values: string;
  cycles: string;
};

type Point = { cycle: number; mean: number };

/** Each group's mean over cycle number, without the ends where cells are missing; null while there is nothing to draw. */
export function prepareMiniChart(groups: readonly GroupSeries[], metric: MetricDescription): MiniChart | null {
  const series = groups.map((group) => ({ group, points: pointsOf(group) }));
  const points = series.flatMap((one) => one.points);
  const cycles = endsOf(points.map(({ cycle }) => cycle));
  const means = endsOf(points.map(({ mean }) => mean));
  if (!cycles || !means) return null;
  const toX = (cycle: number) => place(cycle, cycles) * MINI_SIZE.width;
  const toY = (mean: number) => (1 - place(mean, means)) * MINI_SIZE.height;
  return {
    lines: series.map(({ group: { key, name, colour }, points: own }) => ({
      key,
      name,
      colour,
      path: pathOf(own.map(({ cycle, mean }) => `${round(toX(cycle))},${round(toY(mean))}`)),
      last: own.length === 0 ? "–" : withUnit(formatValue(own.at(-1)?.mean ?? null, metric), metric.unit),
    })),
    values: withUnit(`${formatValue(means[0], metric)} to ${formatValue(means[1], metric)}`, metric.unit),
    cycles: `cycles ${cycles[0]} to ${cycles[1]}`,
  };
}

function pointsOf({ cycle, mean, thinned }: GroupSeries): Point[] {
  const all = cycle.flatMap((number, index) => {
    const value = mean[index];
    return thinned[index] === true || value === undefined || !Number.isFinite(value)
      ? []
      : [{ cycle: number, mean: value }];
  });
  const step = Math.ceil(all.length / MOST_POINTS);
  // The last one always: it is what the group is at now.
  return all.filter((_, index) => index % step === 0 || index === all.length - 1);
}

function endsOf(values: readonly number[]): readonly [number, number] | null {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) [low, high] = [Math.min(low, value), Math.max(high, value)];
  return low <= high ? [low, high] : null;
}

/** Of halves, for the distance of huge ends is no number any more. */
function place(value: number, [low, high]: readonly [number, number]): number {
  const range = high / 2 - low / 2;
  return range > 0 ? (value / 2 - low / 2) / range : 0.5;
}

const round = (value: number) => Math.round(value * 10) / 10;
/** A single point is a line of no length with round ends. */
const pathOf = (points: readonly string[]) =>
  points.length === 1 ? `M${points[0]}h0` : points.length === 0 ? "" : `M${points.join("L")}`;
