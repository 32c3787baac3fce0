import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { splitIntoRuns } from "./runs";
import { type Sample, toSampleColumns } from "../samples/sample-columns";
import type { CycleSettings } from "./cycle-rules";
import { extendTally, type TestTally, tallyRuns } from "./test-tally";

const SETTINGS: CycleSettings = { nominalCapacityAh: 1, cycleStartsWith: "charge", endedAtUs: null };

/** Blocks of steady current: [current in A, minutes]. One sample at each end. */
function runsOf(blocks: readonly (readonly [number, number])[], extra: Partial<Sample> = {}) {
  const samples: Sample[] = [];
  let timeUs = 0;
  for (const [currentA, minutes] of blocks) {
    samples.push({ timeUs, record: 0, voltageV: 3.5, currentA, ...extra });
    timeUs += minutes * 60e6;
    samples.push({ timeUs: timeUs - 1e6, record: 0, voltageV: 3.5, currentA, ...extra });
  }
  return splitIntoRuns(toSampleColumns(samples), null, null);
}

const cyclesOf = (blocks: readonly (readonly [number, number])[], settings = SETTINGS) =>
  tallyRuns(runsOf(blocks), settings)?.runCycles;

describe("cycles detected where the cycler numbers none", () => {
  it("begins a cycle with the first charge after a discharge; rests belong to what came before", () => {
    expect(
      cyclesOf([
        [1, 60],
        [0, 10],
        [-1, 60],
        [0, 10],
        [1, 60],
        [-1, 60],
        [1, 60],
      ]),
    ).toEqual([1, 1, 1, 1, 2, 2, 3]);
  });

  it("begins with a discharge where the cell says so", () => {
    const settings = { ...SETTINGS, cycleStartsWith: "discharge" as const };
    expect(
      cyclesOf(
        [
          [-1, 60],
          [1, 60],
          [-1, 60],
        ],
        settings,
      ),
    ).toEqual([1, 1, 2]);
  });

  it("does not count a step that moved under 1 % of nominal", () => {
    // 1 A for 30 s is 0.0083 Ah, under 0.01 Ah: a pulse, not a charge.
    expect(
      cyclesOf([
        [1, 60],
        [-1, 60],
        [1, 0.5],
        [-1, 60],
        [1, 60],
      ]),
    ).toEqual([1, 1, 1, 1, 2]);
  });

  it("uses the test's largest step while nominal is unknown, so coin cells have cycles too", () => {
    const blocks = [
      [0.0002, 60],
      [-0.0002, 60],
      [0.0002, 60],
    ] as const;
    expect(cyclesOf(blocks, { ...SETTINGS, nominalCapacityAh: null })).toEqual([1, 1, 2]);
  });
});

describe("cycles numbered by the cycler", () => {
  it("fills a missing number from the nearest earlier, and before the first from the first", () => {
    const numbers = [null, 5, null, 7] as const;
    const samples = numbers.flatMap((cycle, index) => [
      { timeUs: index * 2e6, record: 0, voltageV: 3, currentA: 1, step: 1, cycle },
      { timeUs: index * 2e6 + 1e6, record: 0, voltageV: 3, currentA: 1, step: 1, cycle },
    ]);
    expect(tallyRuns(splitIntoRuns(toSampleColumns(samples), null, null), SETTINGS)?.runCycles).toEqual([5, 5, 5, 7]);
  });
});

describe("partial and complete", () => {
  it("calls a cycle partial that moved nearly no charge one way, and complete once another has begun", () => {
    const blocks = [
      [-1, 60],
      [1, 60],
      [-1, 60],
      [1, 60],
    ] as const;
    const cycles = tallyRuns(runsOf(blocks), SETTINGS)?.cycles;
    expect(cycles?.map(({ cycle, isPartial, isComplete }) => [cycle, isPartial, isComplete])).toEqual([
      [1, true, true], // begins with a discharge under current, and has no charge
      [2, false, true],
      [3, true, false], // no discharge yet
    ]);
  });

  it("calls a first cycle partial that begins under current unless its test time begins at 0", () => {
    const blocks = [
      [1, 60],
      [-1, 60],
      [1, 60],
    ] as const;
    expect(tallyRuns(runsOf(blocks), SETTINGS)?.cycles[0]?.isPartial).toBe(true);
    const rested = [[0, 10], ...blocks] as const;
    expect(tallyRuns(runsOf(rested), SETTINGS)?.cycles[0]?.isPartial).toBe(false);
  });

  it("is complete when the test was declared ended", () => {
    const settings = { ...SETTINGS, endedAtUs: 1e15 };
    expect(
      tallyRuns(
        runsOf([
          [1, 60],
          [-1, 60],
        ]),
        settings,
      )?.cycles[0]?.isComplete,
    ).toBe(true);
  });
});

const blockOfSamples = fc.record({
  currentA: fc.constantFrom(-100, -2, -1, -0.009, 0, 0.009, 0.5, 2, 10, 100),
  count: fc.integer({ min: 1, max: 6 }),
  stepS: fc.constantFrom(0, 1, 60, 900),
  step: fc.constantFrom(null, null, 1, 2),
  hasTestTime: fc.boolean(),
  cycle: fc.constantFrom(null, 1, 2, 3),
});

type Block = {
  currentA: number;
  count: number;
  stepS: number;
  step: number | null;
  hasTestTime: boolean;
  cycle: number | null;
};

/** Numbered by the cycler in blocks of `numbering`, or in any order, back and forth; null: not at all. */
function samplesOf(blocks: readonly Block[], numbering: number | "any" | null) {
  const samples: Sample[] = [];
  let timeS = 0;
  let record = 0;
  for (const [index, block] of blocks.entries()) {
    for (let count = 0; count < block.count; count++) {
      record = block.stepS === 0 && samples.length > 0 ? record + 1 : 0;
      timeS += block.stepS;
      samples.push({
        timeUs: timeS * 1e6,
        record,
        voltageV: 3 + (timeS % 7) / 10,
        currentA: block.currentA,
        step: block.step,
        testTimeS: block.hasTestTime ? timeS : null,
        cycle: numbering === "any" ? block.cycle : numbering && Math.floor(index / numbering),
      });
    }
  }
  return samples;
}

/** Feeds the samples in batches the way the worker does, falling back to the recount where asked. */
function grow(samples: readonly Sample[], cuts: readonly number[], settings: CycleSettings) {
  let runs: ReturnType<typeof splitIntoRuns> = [];
  let runCycles: number[] = [];
  let tally: TestTally | null = null;
  let recounts = 0;
  const cycles = new Map<number, unknown>();
  const bounds = [...new Set([0, ...cuts.map((cut) => cut % (samples.length + 1)), samples.length])].sort(
    (a, b) => a - b,
  );
  for (let index = 1; index < bounds.length; index++) {
    const batch = toSampleColumns(samples.slice(bounds[index - 1], bounds[index]));
    const tail = splitIntoRuns(batch, runs.at(-1) ?? null, null);
    const closed = runs.slice(0, -1);
    runs = [...closed, ...tail];
    const extended: ReturnType<typeof extendTally> = tally === null ? null : extendTally(tally, tail, settings);
    if (extended) {
      runCycles = [...runCycles.slice(0, closed.length), ...extended.runCycles];
      for (const cycle of extended.cycles) cycles.set(cycle.cycle, cycle);
      tally = extended.tally;
      continue;
    }
    recounts += 1;
    const all = tallyRuns(runs, settings);
    if (!all) continue;
    runCycles = all.runCycles;
    tally = all.tally;
    cycles.clear();
    for (const cycle of all.cycles) cycles.set(cycle.cycle, cycle);
  }
  return { runs, runCycles, tally, recounts, cycles: [...cycles.values()] };
}

/** Feeds sample by sample, and compares with one count of the whole. */
function expectSameSampleBySample(samples: readonly Sample[], settings: CycleSettings): void {
  const everySample = samples.map((_, index) => index);
  const atOnce = tallyRuns(splitIntoRuns(toSampleColumns(samples), null, null), settings);
  const grown = grow(samples, everySample, settings);
  expect(grown.cycles).toEqual(atOnce?.cycles);
  expect(grown.tally).toEqual(atOnce?.tally);
}

it("adds to a cycle that was gone back to at one and the same time", () => {
  const samples = [3, 2, 3, 3].map((cycle, record) => ({
    timeUs: 0,
    record,
    voltageV: 3,
    currentA: 1,
    step: 1,
    cycle,
  }));
  expectSameSampleBySample(samples, SETTINGS);
});

it("no longer calls a first cycle partial when larger currents turn its first current into a rest", () => {
  // 0.5 A is over 1 % of 10 A, the largest at first, and under 1 % of the 100 A in the third cycle.
  const currents = [0.5, 10, -10, -10, 10, 10, -10, -10, 10, 10, -100, -100];
  const samples = currents.map((currentA, index) => ({
    timeUs: index * 600e6,
    record: 0,
    voltageV: 3,
    currentA,
    step: currentA > 0 ? 1 : 2,
    cycle: Math.floor(index / 4) + 1,
  }));
  expectSameSampleBySample(samples, { ...SETTINGS, nominalCapacityAh: null });
});

it("forgets how much a step moved with a run that has left it", () => {
  // With 1 A the largest, 0.009 A rests and 0.02 A charges. The last run, first part of a rest that has moved 900 + 450 A·s, leaves it.
  const given = [
    [0, 1],
    [1, 1],
    [2, 0.009],
    [100_002, 0.009],
    [100_003, 0],
    [100_004, 0.009],
    [150_004, 0.009],
    [150_005, 0.02],
  ] as const;
  const samples = given.map(([timeS, currentA]) => ({
    timeUs: timeS * 1e6,
    record: 0,
    voltageV: 3,
    currentA,
    mode: currentA === 1 ? ("charge" as const) : null,
  }));
  expectSameSampleBySample(samples, { ...SETTINGS, nominalCapacityAh: null });
});

it("gives the same runs, cycles and tally however the samples are cut into batches", () => {
  fc.assert(
    fc.property(
      fc.array(blockOfSamples, { minLength: 1, maxLength: 25 }),
      fc.array(fc.nat(), { maxLength: 40 }),
      fc.constantFrom(null, 0.5),
      fc.constantFrom(null, null, 3, "any" as const),
      fc.constantFrom("charge" as const, "discharge" as const),
      (blocks, cuts, nominalCapacityAh, numbering, cycleStartsWith) => {
        const settings = { nominalCapacityAh, cycleStartsWith, endedAtUs: null };
        const samples = samplesOf(blocks, numbering);
        const grown = grow(samples, cuts, settings);
        const runs = splitIntoRuns(toSampleColumns(samples), null, null);
        const atOnce = tallyRuns(runs, settings);
        expect(grown.runs).toEqual(runs);
        expect(grown.runCycles).toEqual(atOnce?.runCycles);
        expect(grown.cycles).toEqual(atOnce?.cycles);
        expect(grown.tally).toEqual(atOnce?.tally);
      },
    ),
    { numRuns: 2000 },
  );
});

it("asks for a recount seldom while a test simply grows", () => {
  const blocks = Array.from({ length: 60 }, (_, index) => ({
    currentA: [1, 0, -1, 0][index % 4] ?? 0,
    count: 6,
    stepS: 60,
    step: null,
    hasTestTime: false,
    cycle: null,
  }));
  const samples = samplesOf(blocks, null);
  const everySample = samples.map((_, index) => index);
  const grown = grow(samples, everySample, { ...SETTINGS, nominalCapacityAh: null });
  expect(grown.cycles.length).toBe(15);
  expect(grown.recounts).toBeLessThanOrEqual(3);
});

describe("how long a cycle and its charge and discharge took", () => {
  // Minutes less the last second of each block, for the interval to the next block counts for nothing.
  const BLOCKS = [
    [1, 60], // 3599 s
    [0, 5], // 299 s
    [0.0005, 10], // 599 s under the rest threshold of 0.001 A
    [-1, 30], // 1799 s
  ] as const;
  const durationsOf = (settings: CycleSettings) => {
    const [cycle] = tallyRuns(runsOf(BLOCKS), settings)?.cycles ?? [];
    return [cycle?.durationS, cycle?.chargeDurationS, cycle?.dischargeDurationS];
  };

  it("counts the runs of each mode, rests only in the whole", () => {
    expect(durationsOf(SETTINGS)).toEqual([6296, 3599, 1799]);
  });

  it("counts a trickle as charge where nominal capacity makes it one", () => {
    expect(durationsOf({ ...SETTINGS, nominalCapacityAh: 0.1 })).toEqual([6296, 3599 + 599, 1799]);
  });

  it("counts the lead-in of a step", () => {
    const sample = (timeS: number, currentA: number, step: number, stepTimeS: number): Sample => ({
      timeUs: timeS * 1e6,
      testTimeS: timeS,
      record: 0,
      voltageV: 3.5,
      currentA,
      step,
      stepTimeS,
    });
    const samples = [sample(0, 1, 1, 0), sample(600, 1, 1, 600), sample(630, -1, 2, 30), sample(1200, -1, 2, 600)];
    const runs = splitIntoRuns(toSampleColumns(samples), null, null);
    // 570 s between the discharge's rows and 30 s before them.
    expect(tallyRuns(runs, SETTINGS)?.cycles[0]).toMatchObject({
      durationS: 1200,
      chargeDurationS: 600,
      dischargeDurationS: 600,
    });
  });
});
