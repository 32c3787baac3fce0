import fc from "fast-check";
import { expect, it } from "vitest";
import type { StoredCycle } from "../domain/cycles/cycle-metrics";
import { MetricMatrix } from "./metric-matrix";

const TEST_ID = 7;
const CELL_ID = 1;

const cellWith = (formationCycles: number, referenceCycle: number | null) => ({
  cellId: CELL_ID,
  name: "A",
  polarity: "full_cell" as const,
  referenceCycle,
  formationCycles,
  metadata: {},
  tests: [{ testId: TEST_ID, name: "", cycleOffset: 0 }],
});

const storedCycle = fc
  .record({
    cyclerCycle: fc.integer({ min: 1, max: 6 }),
    dischargeCapacityAh: fc.integer({ min: 1, max: 9 }),
    isPartial: fc.boolean(),
  })
  .map(
    (given): StoredCycle => ({
      testId: TEST_ID,
      chargeCapacityAh: 1,
      chargeEnergyWh: 1,
      dischargeEnergyWh: 1,
      minVoltageV: 3,
      maxVoltageV: 4,
      maxTemperatureC: null,
      startedAtUs: given.cyclerCycle * 1e6,
      endedAtUs: given.cyclerCycle * 1e6 + 1,
      sampleCount: 2,
      uncoveredS: 0,
      formulaVersion: 2,
      isComplete: true,
      ...given,
    }),
  );

const ofCell = (cycles: Iterable<StoredCycle>) => [...cycles].map((cycle) => ({ ...cycle, cellId: CELL_ID }));
const seen = (matrix: MetricMatrix) => ({
  values: [1, 2, 3, 4, 5, 6].map((cycle) => matrix.value(0, cycle)),
  reference: matrix.rows[0]?.referenceCycle,
  running: matrix.rows[0]?.running,
});

it("shows after any changes what one that is loaded afterwards shows", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 2 }),
      fc.option(fc.integer({ min: 1, max: 6 })),
      fc.array(fc.tuple(storedCycle, fc.array(storedCycle, { maxLength: 2 })), { maxLength: 12 }),
      (formationCycles, referenceCycle, changes) => {
        const cells = [cellWith(formationCycles, referenceCycle)];
        const patched = new MetricMatrix("capacityRetention", cells, 0, [], 0);
        const stored = new Map<number, StoredCycle>();
        for (const [open, others] of changes) {
          // Of a test one cycle at most is under way, and what was under way before is complete with it.
          const finished = [...stored.values()].filter(({ isComplete }) => !isComplete);
          const changed = [...finished, ...others].map((cycle) => ({ ...cycle, isComplete: true }));
          for (const cycle of [...changed, { ...open, isComplete: false }]) stored.set(cycle.cyclerCycle, cycle);
          const numbers = new Set([...changed, open].map(({ cyclerCycle }) => cyclerCycle));
          const latest = [...stored.values()].filter(({ cyclerCycle }) => numbers.has(cyclerCycle));
          if (!patched.patchCell(CELL_ID, ofCell(latest))) patched.replaceCell(CELL_ID, ofCell(stored.values()));
          const fresh = new MetricMatrix("capacityRetention", cells, 0, ofCell(stored.values()), 0);
          expect(seen(patched)).toEqual(seen(fresh));
        }
      },
    ),
    { numRuns: 500 },
  );
});
