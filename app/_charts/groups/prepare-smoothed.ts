import { medianBetween } from "@/server/domain/groups/median";
import type { PreparedSeries } from "./prepare-series";
import type { ShownGroup } from "./shown-group";

/** Over how many points lines and bands may be smoothed; odd, so that a point stands in the middle of its own. */
export const SMOOTHINGS = [5, 11, 21, 51] as const;
export type Smoothing = (typeof SMOOTHINGS)[number];

const smoothed = new WeakMap<PreparedSeries, Map<number, PreparedSeries>>();

/** Groups whose lines and bands are running medians, which a single cycle cannot bend; the same objects where nothing is smoothed. */
export function withSmoothing(groups: readonly ShownGroup[], points: Smoothing | null): readonly ShownGroup[] {
  if (points === null) return groups;
  return groups.map(({ series, style }) => ({ series: smoothedSeries(series, points), style }));
}

/** The series with a smoothed line and band; its statistics stay as they are. Remembered for as long as the series lives. */
export function smoothedSeries(series: PreparedSeries, points: Smoothing): PreparedSeries {
  const known = smoothed.get(series) ?? new Map<number, PreparedSeries>();
  smoothed.set(series, known);
  const { line, low, high } = series;
  const made = known.get(points) ?? {
    ...series,
    line: runningMedian(line, points).map((value) => value ?? Number.NaN),
    low: runningMedian(low, points),
    high: runningMedian(high, points),
    smoothedOver: points,
  };
  known.set(points, made);
  return made;
}

/**
 * The median of so many values around each; at the ends fewer, as many to one side as to the other. What is no number stays so, and is left out of its
 * neighbours' medians.
 */
export function runningMedian(values: readonly (number | null)[], points: number): (number | null)[] {
  const half = (points - 1) / 2;
  return values.map((value, index) => {
    if (value === null || !Number.isFinite(value)) return value;
    // As far to one side as to the other: a line that falls would be lifted at its end.
    const reach = Math.min(half, index, values.length - 1 - index);
    const around = Float64Array.from(
      values
        .slice(index - reach, index + reach + 1)
        .filter((one): one is number => one !== null && Number.isFinite(one)),
    );
    return medianBetween(around, 0, around.length, value);
  });
}
