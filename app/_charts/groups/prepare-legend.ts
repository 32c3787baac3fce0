import { changePer100 } from "@/server/domain/groups/trend";
import { type CycleRange, indexesIn, latestFullIndex, type PreparedSeries } from "./prepare-series";

/** One row of the legend, of the part of x that is shown. */
export type LegendRow = {
  key: string;
  name: string;
  cells: number;
  /** Mean at the last cycle shown that is not thinned, in the unit shown; how many cells it rests on; that cycle. */
  last: number | null;
  /** By how much that may be off at most; null where it is not known. */
  lastUncertainty: number | null;
  lastN: number;
  lastCycle: number | null;
  /** Relative change per 100 cycles up to there, as a fraction, thinned points left out; negative is fade. */
  changePer100: number | null;
};

export function prepareLegendRow(series: PreparedSeries, range: CycleRange): LegendRow {
  const [start, end] = indexesIn(series.x, range);
  const at = latestFullIndex(series, [start, end]);
  const isFull = (_: unknown, index: number) => series.thinned[index] !== true && index >= start && index < end;
  return {
    key: series.key,
    name: series.name,
    cells: series.cells,
    last: at === null ? null : (series.mean[at] ?? null),
    lastUncertainty: at === null ? null : (series.uncertainty?.[at] ?? null),
    lastN: at === null ? 0 : (series.n[at] ?? 0),
    lastCycle: at === null ? null : (series.cycle[at] ?? null),
    changePer100: changePer100(series.cycle.filter(isFull), series.mean.filter(isFull)),
  };
}
