import { METRICS, type MetricName } from "../domain/cycles/metrics";
import { deviationOf, type Scatter } from "../domain/groups/statistics";
import type { CellColumns } from "./columns/cell-columns";
import { scattersWithin } from "./group-deviations";
import type { IndexedGroup } from "./indexed-groups";
import { MetricReader } from "./columns/metric-reader";
import { ValueCollector } from "./columns/values-by-cycle";

/** Cycles that are looked at first; most stretches are short, and each look back is twice as far as the one before. */
const FIRST_LOOK = 64;

export type Stretch = { since: number; mayBeginEarlier: boolean };

type StretchOptions = {
  metric: MetricName;
  group: IndexedGroup;
  /** The group's statistics cycles, rising; at the last one all `strays` stray. */
  cycles: readonly number[];
  strays: readonly CellColumns[];
  /** Of the whole group, that are looked at; a stretch that goes back further is left at where they ended. */
  maxValues: number;
};

/**
 * Where the stretches began in which cells stray, by the ids of the cells: back from the last cycle until one at which the cell is found
 * in order. Cycles without a verdict, for want of a value or of cells, neither end a stretch nor begin one.
 */
export function* strayStretches(
  cells: readonly CellColumns[],
  { metric, group, cycles, strays, maxValues }: StretchOptions,
): Generator<number, Map<number, Stretch>> {
  const reader = new MetricReader(metric);
  const collector = new ValueCollector(reader, cells);
  const walks = strays.map((cell) => new Walk(cell, reader, cycles.at(-1) ?? 0));
  let unseen = cycles.length - 1;
  let mayTake = Math.floor(maxValues / group.cellIndexes.length);
  for (let look = FIRST_LOOK; unseen > 0 && mayTake > 0; look *= 2) {
    const open = walks.filter(({ isOpen }) => isOpen);
    if (open.length === 0) break;
    const seen = cycles.slice(Math.max(0, unseen - Math.min(look, mayTake)), unseen);
    const [first = 0, last = first] = [seen[0], seen.at(-1)];
    const span = { from: first, to: last, requested: new Set(seen) };
    const scatters = yield* scattersWithin(collector, group, span);
    for (const walk of open) {
      walk.back(seen, scatters);
      yield seen.length;
    }
    unseen -= seen.length;
    mayTake -= seen.length;
  }
  return new Map(walks.map((walk) => [walk.cell.cell.cellId, walk.stretch(unseen > 0)]));
}

/** The way back through the cycles of one cell. */
class Walk {
  isOpen = true;
  private readonly metricCell;

  constructor(
    readonly cell: CellColumns,
    private readonly reader: MetricReader,
    private since: number,
  ) {
    this.metricCell = reader.metricCell(cell);
  }

  back(cycles: readonly number[], scatters: ReadonlyMap<number, Scatter>): void {
    for (const cycle of cycles.toReversed()) {
      const value = this.reader.at(this.cell, cycle, this.metricCell);
      const known = Number.isNaN(value) ? null : value;
      const { flagged, verdict } = deviationOf(known, scatters.get(cycle) ?? null, METRICS[this.reader.metric]);
      if (flagged) this.since = cycle;
      this.isOpen = verdict !== "ok";
      if (!this.isOpen) return;
    }
  }

  stretch(isMoreUnseen: boolean): Stretch {
    return { since: this.since, mayBeginEarlier: this.isOpen && isMoreUnseen };
  }
}
