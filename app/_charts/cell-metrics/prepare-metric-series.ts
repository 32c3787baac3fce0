import type { PageCycle } from "@/server/domain/cells/cell-page";
import type { Domain } from "../frame/prepare-axis";

/** How a cycle is drawn: it counts for statistics, does not (partial, excluded), or is under way. */
export type CycleMark = "counted" | "left out" | "unfinished";

/** One metric of one cell over cycle number, in the unit shown: columns of equal length, without cycles that have no value. */
export type MetricSeries = {
  cycle: number[];
  value: number[];
  /** By how much the value may be off at most; null where that is not known. */
  uncertainty: (number | null)[];
  mark: CycleMark[];
};

export type CycleRange = { from: number | null; to: number | null };

/**
 * @param values stored values, in the order of `cycles`, which is rising
 * @param uncertainties of the values; null where none is known
 */
export function prepareMetricSeries(
  cycles: readonly Pick<PageCycle, "cycle" | "isComplete" | "isPartial" | "isExcluded">[],
  values: readonly (number | null)[],
  scale: number,
  uncertainties: readonly (number | null)[] | null = null,
): MetricSeries {
  const series: MetricSeries = { cycle: [], value: [], uncertainty: [], mark: [] };
  cycles.forEach((cycle, index) => {
    const shown = (values[index] ?? Number.NaN) * scale;
    if (!Number.isFinite(shown)) return;
    series.cycle.push(cycle.cycle);
    series.value.push(shown);
    const uncertainty = uncertainties?.[index] ?? null;
    series.uncertainty.push(uncertainty && uncertainty * scale);
    series.mark.push(markOf(cycle));
  });
  return series;
}

export function markOf({
  isComplete,
  isPartial,
  isExcluded,
}: Pick<PageCycle, "isComplete" | "isPartial" | "isExcluded">): CycleMark {
  if (!isComplete) return "unfinished";
  return isPartial || isExcluded ? "left out" : "counted";
}

const isIn = (cycle: number, { from, to }: CycleRange) =>
  (from === null || cycle >= from) && (to === null || cycle <= to);

/** First and last cycle of all series; null where there is none. */
export function cycleExtent(all: readonly MetricSeries[]): Domain | null {
  const cycles = all.flatMap(({ cycle }) => [cycle[0], cycle.at(-1)]).filter((cycle) => cycle !== undefined);
  return cycles.length === 0 ? null : [Math.min(...cycles), Math.max(...cycles)];
}

/** Fewer have no quarters. */
const LEAST_FOR_WINDOW = 8;
/** Beyond the quartiles, in their distance: "far out" as Tukey has it. */
const FAR_OUT = 3;

/**
 * The values that the axis shall hold: those that count, or else all. Of an efficiency only those that are not far out, for one bad cycle
 * would hide the thousandths that efficiencies are read for.
 */
export function metricExtent(series: MetricSeries, range: CycleRange, isEfficiency: boolean): Domain | null {
  const inRange = series.value.filter((_, index) => isIn(series.cycle[index] ?? 0, range));
  const counted = series.value.filter(
    (_, index) => series.mark[index] === "counted" && isIn(series.cycle[index] ?? 0, range),
  );
  const shown = counted.length > 0 ? counted : inRange;
  if (shown.length === 0) return null;
  const sorted = Float64Array.from(shown).sort();
  const [low, high] = [sorted[0] ?? 0, sorted.at(-1) ?? 0];
  if (!isEfficiency || sorted.length < LEAST_FOR_WINDOW) return [low, high];
  const [first, third] = [quantile(sorted, 0.25), quantile(sorted, 0.75)];
  const reach = FAR_OUT * (third - first);
  const inside = sorted.filter((value) => value >= first - reach && value <= third + reach);
  return [inside[0] ?? low, inside.at(-1) ?? high];
}

const quantile = (sorted: Float64Array, share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? 0;

/** Index of the cycle nearest to `cycle` among those on the axis; null when there is none. */
export function nearestCycle({ cycle: cycles }: MetricSeries, cycle: number, [from, to]: Domain): number | null {
  let nearest: number | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (let index = firstFrom(cycles, Math.min(cycle, to)) - 1; index < cycles.length; index++) {
    const at = cycles[index];
    if (at === undefined || at < from || at > to) {
      if (at !== undefined && at > to) break;
      continue;
    }
    const distance = Math.abs(at - cycle);
    if (distance > least) break;
    // Of two tests with one number the later one.
    nearest = index;
    least = distance;
  }
  return nearest;
}

/** Index of the first cycle that is not before `cycle`. */
function firstFrom(cycles: readonly number[], cycle: number): number {
  let [low, high] = [0, cycles.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((cycles[middle] ?? 0) < cycle) low = middle + 1;
    else high = middle;
  }
  return low;
}
