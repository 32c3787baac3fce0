import { closeRun } from "../cycles/close-run";
import { type CellCycle, cellCycles } from "../cycles/cycle-metrics";
import { toCycleQuantities } from "../cycles/cycle-totals";
import { splitIntoRuns } from "../cycles/runs";
import { largestCurrentA, restCurrentA } from "../cycles/shown-steps";
import { tallyRuns } from "../cycles/test-tally";
import { sliceSamples, toSampleColumns } from "../samples/sample-columns";

/** A cell whose numbers can be checked with a pencil. */
export const EXAMPLE_CELL = { nominalCapacityAh: 1, activeMassG: 5, electrodeAreaCm2: 50 } as const;

export type Row = { testTimeS: number; cycle: number; step: number; voltageV: number; currentA: number };
/** A row of the example: test time in s, V, A (positive charges). */
export const row = (testTimeS: number, cycle: number, step: number, voltageV: number, currentA: number): Row => ({
  testTimeS,
  cycle,
  step,
  voltageV,
  currentA,
});

/** Two cycles: a rest, a charge at 1 A that ends at a constant 4.2 V, and a discharge at 1 A, in the second one shorter. */
export const EXAMPLE_ROWS: readonly Row[] = [
  row(0, 1, 1, 3, 0),
  row(600, 1, 1, 3, 0),
  row(601, 1, 2, 3.1, 1),
  row(2401, 1, 2, 3.7, 1),
  row(4201, 1, 2, 4.2, 1),
  row(4801, 1, 2, 4.2, 0.5),
  row(5401, 1, 2, 4.2, 0.25),
  row(5402, 1, 3, 4, -1),
  row(7202, 1, 3, 3.6, -1),
  row(9002, 1, 3, 3.2, -1),
  row(9003, 2, 1, 3, 0),
  row(9603, 2, 1, 3, 0),
  row(9604, 2, 2, 3.1, 1),
  row(11404, 2, 2, 3.7, 1),
  row(13204, 2, 2, 4.2, 1),
  row(13804, 2, 2, 4.2, 0.5),
  row(14404, 2, 2, 4.2, 0.25),
  row(14405, 2, 3, 4, -1),
  row(16205, 2, 3, 3.6, -1),
  row(17825, 2, 3, 3.2, -1),
];

const START_US = Date.UTC(2026, 0, 1) * 1000;
const US_PER_S = 1e6;
const TEST_ID = 1;
const NO_MAX_GAP = null;

/** Rows as samples of one test, and their runs, each closed as one of a lab's is. */
export function exampleRuns(rows: readonly Row[], nominalCapacityAh: number) {
  const samples = toSampleColumns(
    rows.map((given) => ({ ...given, timeUs: START_US + given.testTimeS * US_PER_S, record: 0 })),
  );
  const open = splitIntoRuns(samples, null, NO_MAX_GAP);
  const largestA = Math.max(...open.map(largestCurrentA));
  const settings = { restBelowA: restCurrentA(nominalCapacityAh, largestA), maxGapSeconds: NO_MAX_GAP };
  let from = 0;
  return open.map((run) => {
    const own = sliceSamples(samples, from, from + run.sampleCount);
    from += run.sampleCount;
    return { run: { ...run, ...closeRun(run, own, settings) }, samples: own };
  });
}

/** The cycles of the example, by the functions that compute those of labs. */
export function exampleCycles(): CellCycle[] {
  const { nominalCapacityAh } = EXAMPLE_CELL;
  const runs = exampleRuns(EXAMPLE_ROWS, nominalCapacityAh).map(({ run }) => run);
  const endedAtUs = Number.MAX_SAFE_INTEGER;
  const tallied = tallyRuns(runs, { nominalCapacityAh, cycleStartsWith: "charge", endedAtUs });
  const stored = (tallied?.cycles ?? []).map((cycle) => ({
    ...toCycleQuantities(cycle),
    testId: TEST_ID,
    cyclerCycle: cycle.cycle,
    startedAtUs: cycle.firstTimeUs,
    endedAtUs: cycle.lastTimeUs,
    isComplete: cycle.isComplete,
    isPartial: cycle.isPartial,
  }));
  return cellCycles(stored, [{ testId: TEST_ID, cycleOffset: 0 }], {
    ...EXAMPLE_CELL,
    polarity: "full_cell",
    referenceCycle: null,
    formationCycles: 0,
    excluded: [],
    tags: [],
    checkUpMaxRateC: null,
  }).cycles;
}
