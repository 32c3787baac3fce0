import fc from "fast-check";
import { expect, it } from "vitest";
import type { CellForGroups } from "../../data/cells/cell-reads";
import { cellCycles, type StoredCycle, statisticsCycles } from "../../domain/cycles/cycle-metrics";
import { METRIC_NAMES, type MetricName, uncertaintyOf } from "../../domain/cycles/metrics";
import { metricUncertainties } from "../../domain/cycles/quality/metric-uncertainty";
import { groupStatistics } from "../../domain/groups/statistics";
import { type CycleFilter, passes } from "../../domain/tags/cycle-filter";
import { ALL_QUANTITIES, testCyclesOf } from "../../testing/made-cycles";
import { type CellColumns, countingCycles, referenceOf, runningRow, shownCycle } from "./cell-columns";
import type { Changed } from "./change-log";
import { FilteredCells } from "./filtered-cells";
import { groupSeries, groupSeriesAt } from "../group-series";
import { LabColumns } from "./lab-columns";
import { LabPatch } from "./lab-patch";
import { MetricReader } from "./metric-reader";

const LAB_FORMATION_CYCLES = 1;
/** Rates here are quotients of 1, 2 and 3.5 Ah, s and nominal Ah, times 3600. */
const CHECK_UP_MAX_RATE_C = 3600;
const LAB_RULES = { formationCycles: LAB_FORMATION_CYCLES, checkUpMaxRateC: CHECK_UP_MAX_RATE_C };
const cellWith = (cellId: number, tests: [testId: number, cycleOffset: number][], given: Partial<CellForGroups>) => ({
  nominalCapacityAh: null,
  activeMassG: null,
  electrodeAreaCm2: null,
  cellId,
  name: `cell ${cellId}`,
  polarity: "full_cell" as const,
  referenceCycle: null,
  formationCycles: null,
  metadata: {},
  tests: tests.map(([testId, cycleOffset]) => ({ testId, name: String(testId), cycleOffset })),
  excluded: [],
  tags: [],
  ...given,
});
const HAND_TAGS = [
  { from: 0, to: 3, tag: "formation" },
  { from: 3, to: 4, tag: "ageing" },
  { from: 4, to: 6, tag: "pulse test" },
];
/** The first and the second have tags by hand, which contradict each other. Some cycles of the first are excluded; the second has two tests that show some numbers both; the third refers to a cycle that a person named. */
const CELLS: CellForGroups[] = [
  cellWith(1, [[11, 0]], {
    polarity: "half_cell_anode",
    activeMassG: 0.3,
    excluded: [{ from: 1, to: 2 }],
    tags: HAND_TAGS,
  }),
  cellWith(
    2,
    [
      [21, 0],
      [22, 2],
    ],
    {
      formationCycles: 2,
      tags: HAND_TAGS,
      nominalCapacityAh: 1.1,
      excluded: [
        { from: 4, to: 5 },
        { from: 4, to: 4 },
      ],
    },
  ),
  cellWith(3, [[31, -1]], { referenceCycle: 2, nominalCapacityAh: 3, electrodeAreaCm2: 0.7 }),
];
const TEST_IDS = CELLS.flatMap(({ tests }) => tests.map(({ testId }) => testId));

/** What the database holds: cycles of tests by their numbers. */
type Stored = Map<number, Map<number, StoredCycle>>;

const value = fc.constantFrom(0, 1, 2, 3.5);
const storedCycle = fc
  .record({
    // Close together, as cycles are, and as far apart as they can be.
    cyclerCycle: fc.oneof({ weight: 4, arbitrary: fc.integer({ min: 0, max: 6 }) }, fc.constantFrom(1e6, 2 ** 31 - 1)),
    chargeCapacityAh: value,
    dischargeCapacityAh: value,
    chargeEnergyWh: value,
    dischargeEnergyWh: value,
    maxTemperatureC: fc.option(value),
    uncoveredS: fc.option(value),
    durationS: fc.option(value),
    chargeDurationS: fc.option(value),
    dischargeDurationS: fc.option(value),
    constantVoltageShare: fc.option(value),
    internalResistanceOhm: fc.option(value),
    chargeCapacityUncertaintyAh: fc.option(value),
    dischargeCapacityUncertaintyAh: fc.option(value),
    isComplete: fc.boolean(),
    isPartial: fc.boolean(),
    startedAtUs: fc.integer({ min: 0, max: 3 }),
  })
  .map((given) => ({ minVoltageV: 3, maxVoltageV: 4, endedAtUs: 9, sampleCount: 2, formulaVersion: 2, ...given }));

/** Some cycles of a test are written, or a test loses cycles and is read again. */
const step = fc.record({
  testId: fc.constantFrom(...TEST_IDS),
  written: fc.array(storedCycle, { maxLength: 4 }),
  lost: fc.option(fc.array(fc.integer({ min: 0, max: 6 }), { maxLength: 3 })),
});

const cyclesOf = (stored: Stored, testId: number) => [...(stored.get(testId)?.values() ?? [])];

function loaded(stored: Stored): LabColumns {
  const lab = new LabColumns({ cells: CELLS, ...LAB_RULES }, 0);
  for (const testId of TEST_IDS) {
    const cycles = cyclesOf(stored, testId);
    if (cycles.length > 0) lab.loadTest(testCyclesOf(testId, cycles));
  }
  lab.noteLoaded(ALL_QUANTITIES);
  noteStarts(lab, stored);
  finish(lab.settle());
  return lab;
}

function noteStarts(lab: LabColumns, stored: Stored): void {
  for (const test of lab.testsBesideOthers()) {
    test.startedAtUs = Math.min(...cyclesOf(stored, test.testId).map(({ startedAtUs }) => startedAtUs));
  }
}

function finish<T>(work: Generator<unknown, T>): T {
  for (;;) {
    const piece = work.next();
    if (piece.done === true) return piece.value;
  }
}

/** Writes a step into the database and into the columns. */
function take(
  lab: LabColumns,
  stored: Stored,
  { testId, written, lost }: typeof step extends fc.Arbitrary<infer S> ? S : never,
) {
  const ofTest = stored.get(testId) ?? new Map<number, StoredCycle>();
  stored.set(testId, ofTest);
  for (const cycle of written) ofTest.set(cycle.cyclerCycle, { ...cycle, testId });
  for (const number of lost ?? []) ofTest.delete(number);
  const patch = new LabPatch(lab, lab.version + 1);
  const changed = written.map(({ cyclerCycle }) => ofTest.get(cyclerCycle)).filter((cycle) => cycle !== undefined);
  if (lost) patch.replace(testId, ofTest.size > 0 ? testCyclesOf(testId, [...ofTest.values()]) : null);
  else if (changed.length > 0) patch.merge(testCyclesOf(testId, [...new Set(changed)]));
  noteStarts(lab, stored);
  finish(patch.end());
}

/** Everything that is read of a cell, from columns. */
function seen(cell: CellColumns, metric: MetricName) {
  const reader = new MetricReader(metric);
  const running = runningRow(cell);
  const values = new Map(countingCycles(cell).map((cycle) => [cycle, orNull(reader.at(cell, cycle))]));
  return {
    values: [...values].sort(([left], [right]) => left - right),
    reference: referenceOf(cell)?.cycle ?? null,
    running: running && {
      cycle: shownCycle(running.test, running.row),
      value: orNull(reader.atRow(running.test.columns, running.row, reader.metricCell(cell))),
    },
  };
}

const orNull = (number: number) => (Number.isNaN(number) ? null : number);

/** The same from objects, as pages of a cell compute it. */
function expected(cell: CellForGroups, stored: Stored, metric: MetricName): ReturnType<typeof seen> {
  const { cycles, referenceCycle } = objectsOf(cell, stored);
  const running = cycles.findLast(({ isComplete, isExcluded }) => !isComplete && !isExcluded);
  return {
    values: statisticsCycles(cycles).map((cycle) => [cycle.cycle, cycle[metric]]),
    reference: referenceCycle,
    running: running ? { cycle: running.cycle, value: running[metric] } : null,
  };
}

function objectsOf(cell: CellForGroups, stored: Stored) {
  const all = cell.tests.flatMap(({ testId }) =>
    cyclesOf(stored, testId).sort((a, b) => a.cyclerCycle - b.cyclerCycle),
  );
  const formationCycles = cell.formationCycles ?? LAB_FORMATION_CYCLES;
  return cellCycles(all, cell.tests, { ...cell, ...LAB_RULES, formationCycles });
}

it("shows after any changes what objects of all cycles show, and tells what changed", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 10 }), (steps) => {
      const stored: Stored = new Map();
      const lab = loaded(stored);
      for (const each of steps) {
        const before = METRIC_NAMES.map((metric) => lab.cells.map((cell) => seen(cell, metric)));
        take(lab, stored, each);
        METRIC_NAMES.forEach((metric, index) => {
          const now = lab.cells.map((cell) => seen(cell, metric));
          expect(now, metric).toEqual(CELLS.map((cell) => expected(cell, stored, metric)));
          now.forEach((cell, cellIndex) => {
            const reported = (lab.changesAfter(lab.version - 1, metric) ?? []).filter(
              (one) => one.cellIndex === cellIndex,
            );
            expect(
              differing(before[index]?.[cellIndex], cell).filter(
                (changed) =>
                  !isReported(
                    changed,
                    reported.map(({ changed }) => changed),
                  ),
              ),
              metric,
            ).toEqual([]);
          });
        });
      }
      const fresh = loaded(stored);
      expect(lab.cells.map((cell) => cell.tests.map(contents))).toEqual(
        fresh.cells.map((cell) => cell.tests.map(contents)),
      );
    }),
    { numRuns: 100 },
  );
});

/** The used part of a test's columns. */
function contents({ columns, offset }: CellColumns["tests"][number]) {
  const used = [...columns.quantities].map(([quantity, column]) => [quantity, column.slice(0, columns.length)]);
  return [offset, columns.cycles.slice(0, columns.length), columns.flags.slice(0, columns.length), used];
}

function differing(before: ReturnType<typeof seen> | undefined, now: ReturnType<typeof seen>): Changed[] {
  const [old, recent] = [new Map(before?.values), new Map(now.values)];
  const numbers = [...new Set([...old.keys(), ...recent.keys()])];
  const cycles = numbers.filter((number) => (old.get(number) ?? null) !== (recent.get(number) ?? null));
  const isRunningSame = JSON.stringify(before?.running) === JSON.stringify(now.running);
  return isRunningSame ? cycles : [...cycles, "running"];
}

/** With the reference everything that refers to it has changed, the unfinished cycle among it; so it is with sums over cycles. */
const isReported = (changed: Changed, reported: readonly Changed[]) =>
  reported.includes(changed) || reported.includes("reference") || reported.includes("sums");

it("gives a group's means the mean of what its cells' values may be off by, and none where one is not known", () => {
  const group = { key: "all", name: "all", colour: 0, cellIndexes: [0, 1, 2] };
  fc.assert(
    fc.property(fc.array(step, { maxLength: 8 }), (steps) => {
      const stored: Stored = new Map();
      const lab = loaded(stored);
      for (const each of steps) take(lab, stored, each);
      for (const metric of METRIC_NAMES) {
        const [series] = finish(groupSeries(lab.cells, { metric, groups: [group] }));
        const at = finish(groupSeriesAt(lab.cells, { metric, group, cycles: series?.cycle ?? [] }));
        expect(at.uncertainty).toEqual(series?.uncertainty);
        if (uncertaintyOf(metric) === null) expect(series?.uncertainty).toBeUndefined();
        else expect(series?.uncertainty).toEqual(series?.cycle.map((cycle) => meanBound(stored, metric, cycle)));
      }
    }),
    { numRuns: 100 },
  );
});

/** From objects: of the cells that have a value of the metric at a cycle. */
function meanBound(stored: Stored, metric: MetricName, cycle: number): unknown {
  const bounds = CELLS.flatMap((cell) => {
    const found = statisticsCycles(objectsOf(cell, stored).cycles).filter((one) => one.cycle === cycle);
    const columns = Object.fromEntries(METRIC_NAMES.map((name) => [name, found.map((one) => one[name])]));
    const [value = null] = found.map((one) => one[metric]);
    return value === null ? [] : [metricUncertainties(metric, columns)?.[0] ?? null];
  });
  const known = bounds.filter((bound) => bound !== null);
  if (known.length < bounds.length) return null;
  return expect.closeTo(known.reduce((sum, bound) => sum + bound, 0) / known.length, 12);
}

it("gives groups the statistics that objects of their cells give", () => {
  const group = { key: "all", name: "all", colour: 0, cellIndexes: [0, 1, 2] };
  fc.assert(
    fc.property(fc.array(step, { maxLength: 8 }), (steps) => {
      const stored: Stored = new Map();
      const lab = loaded(stored);
      for (const each of steps) take(lab, stored, each);
      for (const metric of METRIC_NAMES) {
        const [series] = finish(groupSeries(lab.cells, { metric, groups: [group] }));
        const values = CELLS.flatMap((cell) => expected(cell, stored, metric).values);
        const byCycle = Map.groupBy(
          values.filter(([, value]) => value !== null),
          ([cycle]) => cycle,
        );
        const numbers = [...byCycle.keys()].sort((left, right) => left - right);
        const naive = numbers.map((number) =>
          groupStatistics((byCycle.get(number) ?? []).map(([, value]) => value ?? 0)),
        );
        expect(series?.cycle).toEqual(numbers);
        for (const name of ["mean", "std", "n", "min", "max", "median"] as const) {
          expect(series?.[name], `${metric} ${name}`).toEqual(naive.map((statistics) => statistics?.[name]));
        }
      }
    }),
    { numRuns: 100 },
  );
});

const FILTERS: CycleFilter[] = [
  { tags: ["formation"], rateC: null },
  { tags: ["check_up"], rateC: null },
  { tags: ["ageing", "pulse test"], rateC: null },
  { tags: [], rateC: 3600 / 1.1 },
  { tags: ["ageing", "check_up"], rateC: 3600 },
];

it("filters after any changes what a filter of objects keeps, refers to the same cycle, and tells what changed", () => {
  const metrics = ["dischargeCapacityAh", "capacityRetention", "throughputAh"] as const;
  fc.assert(
    fc.property(fc.array(step, { maxLength: 10 }), (steps) => {
      const stored: Stored = new Map();
      const lab = loaded(stored);
      const filters = FILTERS.map((filter) => ({ filter, filtered: new FilteredCells(filter) }));
      for (const each of steps) {
        const before = filters.map(({ filtered }) => valuesOf(finish(filtered.of(lab.cells)), metrics));
        take(lab, stored, each);
        filters.forEach(({ filter, filtered }, at) => {
          const now = valuesOf(finish(filtered.of(lab.cells)), metrics);
          metrics.forEach((metric, metricIndex) => {
            CELLS.forEach((cell, cellIndex) => {
              const kept = statisticsCycles(objectsOf(cell, stored).cycles).filter((cycle) => passes(filter, cycle));
              const values = kept.map((cycle) => [cycle.cycle, cycle[metric]]);
              const seenNow = now[metricIndex]?.[cellIndex] ?? [];
              expect(seenNow, `${metric} ${JSON.stringify(filter)}`).toEqual(values);
              const reported = (lab.changesAfter(lab.version - 1, metric, filter) ?? [])
                .filter((one) => one.cellIndex === cellIndex)
                .map(({ changed }) => changed);
              const changed = differing(
                { values: before[at]?.[metricIndex]?.[cellIndex] ?? [], reference: null, running: null },
                { values: seenNow, reference: null, running: null },
              );
              expect(changed.filter((one) => !isReported(one, reported) && !reported.includes("formation"))).toEqual(
                [],
              );
            });
          });
        });
      }
    }),
    { numRuns: 100 },
  );
});

const valuesOf = (cells: readonly CellColumns[], metrics: readonly MetricName[]) =>
  metrics.map((metric) => cells.map((cell) => seen(cell, metric).values));
