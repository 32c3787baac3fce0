import type { BatchSeries } from "../samples/batch-series";
import { type Sample, toSampleColumns } from "../samples/sample-columns";
import { CellCursor } from "./cell-cursor";
import { CATHODES, type CellDesign, designCell, LONGEST_START_OFFSET_MS } from "./cell-design";
import type { SimulatedSample } from "./cycle-samples";

// A small lab for whoever has no cycler at hand yet: some cycles that lie behind it, and an hour in which the cells go on in a time-lapse.

/** In the group W one of its four cells strays. */
const SEED = 15;
const CELLS_A_GROUP = 4;
/** About this many cycles of each cell are history. */
const HISTORY_CYCLES = 60;
const HISTORY_MS = HISTORY_CYCLES * LONGEST_START_OFFSET_MS;
const TIME_LAPSE = 120;
const RUN_MS = 60 * 60_000;
/** Samples of one cell in one batch. */
const SAMPLES_AT_ONCE = 300;
const MS_PER_S = 1000;
const US_PER_MS = 1000;

export const SIMULATED_FIELD = "simulated cathode";
export const SIMULATED_GROUPING = "Simulated cells";

/** Named so that nobody takes them for their own. */
export const SIMULATED_CELLS: readonly CellDesign[] = Array.from(
  { length: CELLS_A_GROUP * CATHODES.length },
  (_, index) => {
    const cell = designCell(SEED, index);
    return { ...cell, name: `Simulated ${cell.name}` };
  },
);

/** How far the demonstration is, in ms of its own time, so many ms after it was started. */
export function demonstrationMs(elapsedMs: number): number {
  return HISTORY_MS + Math.min(RUN_MS, Math.max(0, elapsedMs)) * TIME_LAPSE;
}

/** Whether a demonstration has told all it has. @param elapsedMs since it was started */
export function isDemonstrationOver(elapsedMs: number): boolean {
  return elapsedMs >= RUN_MS;
}

/** Reads the samples of all cells in order, from a point of the demonstration's own time. */
export class Demonstration {
  private readonly cursors: readonly CellCursor[];
  private readonly startMs: number;

  /**
   * @param startedAtMs Unix ms at which it was started; its cells began so long before that they never overtake now
   * @param sentMs up to where samples were sent, in ms of its own time; negative for none
   */
  constructor(startedAtMs: number, sentMs: number) {
    this.startMs = Math.floor((startedAtMs - HISTORY_MS - RUN_MS * TIME_LAPSE) / MS_PER_S) * MS_PER_S;
    this.cursors = SIMULATED_CELLS.map((cell) => {
      const afterMs = sentMs < cell.startOffsetMs ? null : sentMs - cell.startOffsetMs;
      return new CellCursor(cell, { afterMs, density: 1 });
    });
  }

  /** The next samples up to `untilMs`, a series a cell; none when there are no more. */
  take(untilMs: number): BatchSeries[] {
    return this.cursors.flatMap((cursor) => {
      const { name, startOffsetMs } = cursor.cell;
      const samples = cursor.takeUntil(untilMs - startOffsetMs, SAMPLES_AT_ONCE);
      if (samples.length === 0) return [];
      const startMs = this.startMs + startOffsetMs;
      return [{ cell: name, test: "", samples: toSampleColumns(samples.map((sample) => toSample(startMs, sample))) }];
    });
  }
}

const toSample = (startMs: number, { testTimeMs, ...sample }: SimulatedSample): Sample => ({
  ...sample,
  record: 0, // the times of one cell all rise
  timeUs: (startMs + testTimeMs) * US_PER_MS,
  testTimeS: testTimeMs / MS_PER_S,
});
