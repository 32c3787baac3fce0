import type { GroupSeriesOverX } from "../domain/groups/groups-view";
import { expect, it } from "vitest";
import type { CellForGroups } from "../data/cells/cell-reads";
import type { StoredCycle } from "../domain/cycles/cycle-metrics";
import { ALL_QUANTITIES, testCyclesOf } from "../testing/made-cycles";
import type { CycleFilter } from "../domain/tags/cycle-filter";
import { FilteredCells } from "./columns/filtered-cells";
import { LabColumns } from "./columns/lab-columns";
import { ALL_CYCLES } from "./columns/metric-reader";
import { groupBases } from "./group-bases";
import { linesOf } from "./cell-lines";
import { groupSeries } from "./group-series";
import { seriesOverX } from "./series-over-x";
import type { OtherX } from "../domain/groups/x-axes";

const DAY_US = 86_400e6;
const PLACES = 200;
const cellWith = (cellId: number, given: Partial<CellForGroups> = {}): CellForGroups => ({
  cellId,
  name: `cell ${cellId}`,
  nominalCapacityAh: 1,
  activeMassG: null,
  electrodeAreaCm2: null,
  polarity: "full_cell",
  referenceCycle: null,
  formationCycles: 0,
  metadata: {},
  tests: [{ testId: cellId, name: "", cycleOffset: 0 }],
  excluded: [],
  tags: [],
  ...given,
});

/** A cycle that charges and discharges the same, and begins so many days after the first. */
const cycle = (testId: number, cyclerCycle: number, capacityAh: number, day: number): StoredCycle => ({
  testId,
  cyclerCycle,
  chargeCapacityAh: capacityAh,
  dischargeCapacityAh: capacityAh,
  chargeEnergyWh: 4 * capacityAh,
  dischargeEnergyWh: 3 * capacityAh,
  minVoltageV: 3,
  maxVoltageV: 4,
  maxTemperatureC: null,
  sampleCount: 9,
  uncoveredS: 0,
  formulaVersion: 3,
  internalResistanceOhm: null,
  chargeCapacityUncertaintyAh: null,
  dischargeCapacityUncertaintyAh: capacityAh / 100,
  constantVoltageShare: null,
  durationS: 7200,
  chargeDurationS: 3600,
  dischargeDurationS: 3600,
  startedAtUs: day * DAY_US,
  endedAtUs: day * DAY_US + 1,
  isComplete: true,
  isPartial: false,
});

/** The first cell fades: 1, 0.9, 0.8 Ah in its cycles 1 to 3, a day each; the second gives 0.5 Ah in each of its four, two days each. */
const CYCLES = [
  [cycle(1, 1, 1, 0), cycle(1, 2, 0.9, 1), cycle(1, 3, 0.8, 2)],
  [1, 2, 3, 4].map((number) => cycle(2, number, 0.5, 10 + 2 * number)),
];

const groupOf = (cells: readonly unknown[]) => ({
  ...{ key: "all", name: "all", colour: 0, cellIndexes: cells.map((_, index) => index) },
});

function settledLab(cells: CellForGroups[], cyclesOfTests: readonly (readonly StoredCycle[])[] = CYCLES): LabColumns {
  const lab = new LabColumns({ cells, checkUpMaxRateC: null, formationCycles: 0 }, 0);
  for (const [index, cycles] of cyclesOfTests.entries()) lab.loadTest(testCyclesOf(index + 1, cycles));
  lab.noteLoaded(ALL_QUANTITIES);
  const settling = lab.settle();
  while (settling.next().done !== true);
  return lab;
}

function finish<Found>(work: Generator<number, Found>): Found {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}

function seriesOver(x: OtherX, cells = [cellWith(1), cellWith(2)], span = ALL_CYCLES): GroupSeriesOverX {
  const groups = [groupOf(cells)];
  const work = seriesOverX(settledLab(cells).cells, { metric: "dischargeCapacityAh", groups, x, span });
  return finish(work)[0] as GroupSeriesOverX;
}

/** The statistics at the place next to a value. */
function at(series: GroupSeriesOverX, x: number) {
  const distances = series.x.map((place) => Math.abs(place - x));
  const index = distances.indexOf(Math.min(...distances));
  return { x: series.x[index] as number, n: series.n[index], mean: series.mean[index], cycle: series.cycle[index] };
}

it("tells what a group's values are shares of: the mean of its cells at their reference cycles, which follow formation", () => {
  const baseOf = (cells: CellForGroups[], filter: CycleFilter | null = null) => {
    const { cells: whole } = settledLab(cells);
    const shown = filter === null ? whole : finish(new FilteredCells(filter).of(whole));
    return finish(groupBases(shown, { metric: "dischargeCapacityAh", groups: [groupOf(cells)] }));
  };
  // 0.9 Ah in its second cycle, and 0.5 in each of the other's.
  expect(baseOf([cellWith(1, { formationCycles: 1 }), cellWith(2)])).toEqual([
    { key: "all", base: expect.closeTo(0.7, 12) },
  ]);
  expect(baseOf([cellWith(1, { referenceCycle: 3 }), cellWith(2, { excluded: [null] })])).toEqual([
    { key: "all", base: expect.closeTo(0.8, 12) },
  ]);
  expect(baseOf([cellWith(1, { formationCycles: 9 })])).toEqual([{ key: "all", base: null }]);
  // References stay those of all cycles; a cell that shows none of those asked for is no part of the mean.
  const tags = [{ from: 3, to: 3, tag: "ours" }];
  expect(baseOf([cellWith(1, { tags }), cellWith(2)], { tags: ["ours"], rateC: null })).toEqual([
    { key: "all", base: 1 },
  ]);
});

it("says of a group how many of its cells people left out, whole and in part", () => {
  const cells = [
    cellWith(1, { excluded: [{ from: 1, to: 2 }] }),
    cellWith(2, { excluded: [{ from: 1, to: 1 }, null] }),
  ];
  expect(seriesOver("throughputAh", cells).leftOut).toEqual({ cells: 1, inPart: 1 });
  expect(seriesOver("throughputAh").leftOut).toBeUndefined();
  const asked = { metric: "dischargeCapacityAh" as const, groups: [groupOf(cells)] };
  expect(finish(groupSeries(settledLab(cells).cells, asked))[0]?.leftOut).toEqual({ cells: 1, inPart: 1 });
});

it("gives groups 250,000 points together, and cells 80,000 of lines of their own", () => {
  const metric = "dischargeCapacityAh";
  const numbers = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
  const cells = settledLab(
    [cellWith(1), cellWith(2)],
    [
      numbers(125_000).map((number) => cycle(1, number, 1, 0)),
      numbers(125_001).map((number) => cycle(2, number, 1, 0)),
    ],
  ).cells;
  const groups = [0, 1].map((index) => ({ key: `${index}`, name: `${index}`, colour: 0, cellIndexes: [index] }));
  expect(() => finish(groupSeries(cells, { metric, groups }))).toThrow(/more than 250000 points together/);
  const within = { metric, groups, span: { from: 1, to: 125_000 } } as const;
  expect(finish(groupSeries(cells, within)).map((series) => series.cycle.length)).toEqual([125_000, 125_000]);
  const lines = finish(
    linesOf(
      { metric },
      cells.map((cell) => ({ cell, groupKey: "" })),
    ),
  );
  for (const line of lines) expect(line.cycle.length).toBeLessThanOrEqual(40_000);
  expect(lines[0]?.cycle.length).toBeGreaterThan(10_000);
});

it("carries how sure the values are from cycle to cycle as the values themselves", () => {
  const series = seriesOver("throughputAh");
  // Every capacity is known to 1 %, and so are the values between them and the mean of those.
  expect(series.uncertainty).toEqual(series.mean.map((mean) => expect.closeTo(mean / 100, 12)));
});

it("compares cells where they moved as much, between their cycles", () => {
  const series = seriesOver("throughputAh");
  // Throughputs: 2, 3.8 and 5.4 Ah of the first cell; 1, 2, 3 and 4 Ah of the second.
  expect([series.x[0], series.x.at(-1), series.x.length]).toEqual([1, 5.4, PLACES]);
  expect(at(series, 1)).toMatchObject({ n: 1, mean: 0.5, cycle: 1 });
  expect(at(series, 5.4)).toMatchObject({ n: 1, mean: 0.8, cycle: 3 });
  const { x, n, mean, cycle } = at(series, 2.9);
  const first = 1 - 0.1 * ((x - 2) / 1.8);
  expect(n).toBe(2);
  expect(mean).toBeCloseTo((first + 0.5) / 2, 12);
  expect(cycle).toBe(2); // the mean of about 1.5 and 2.9
});

it("counts a cell only where it has cycles on both sides, and says where few are left", () => {
  const series = seriesOver("throughputAh");
  expect(at(series, 1.9).n).toBe(1);
  expect(at(series, 4.5).n).toBe(1);
  expect(series.thinned[0]).toBe(true);
  expect(series.thinned[series.n.indexOf(2)]).toBe(false);
});

it("draws over equivalent full cycles, which need the nominal capacity", () => {
  const series = seriesOver("equivalentFullCycles");
  expect([series.x[0], series.x.at(-1)]).toEqual([0.5, 2.7]); // half the throughputs
  const unknown = seriesOver("equivalentFullCycles", [cellWith(1), cellWith(2, { nominalCapacityAh: null })]);
  expect([unknown.x[0], unknown.n[0]]).toEqual([1, 1]);
});

it("draws over days since the reference cycle, and over the time under test", () => {
  const days = seriesOver("days", [cellWith(1, { formationCycles: 1 }), cellWith(2)]);
  expect([days.x[0], days.x.at(-1)]).toEqual([-1, 6]); // the cycle before the reference a day earlier
  expect(at(days, 0.5)).toMatchObject({ n: 2 });
  const testTime = seriesOver("testTime");
  // Cycles of 2 h, whatever days lie between them; the second cell has four.
  expect([testTime.x[0], testTime.x.at(-1)]).toEqual([7200, 4 * 7200]);
  expect(at(testTime, 2.5 * 7200)).toMatchObject({ n: 2, mean: expect.closeTo((0.85 + 0.5) / 2, 2) });
});

it("leaves out what is excluded or outside of the cycles asked for", () => {
  const whole = seriesOver("throughputAh", [cellWith(1), cellWith(2, { excluded: [null] })]);
  expect([whole.x[0], whole.x.at(-1)]).toEqual([2, 5.4]);
  const some = seriesOver("throughputAh", undefined, { from: 2, to: 3 });
  expect([some.x[0], some.x.at(-1)]).toEqual([2, 5.4]);
  expect(some.n[0]).toBe(1);
  const none = seriesOver("throughputAh", [cellWith(1, { excluded: [null] }), cellWith(2, { excluded: [null] })]);
  expect(none.x).toEqual([]);
});
