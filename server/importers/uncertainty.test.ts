import { expect, it } from "vitest";
import { runUncertainties } from "../domain/cycles/quality/capacity-uncertainty";
import { type Run, splitIntoRuns } from "../domain/cycles/runs";
import { SECONDS_PER_HOUR } from "../domain/cycles/stored-quantities";
import { tallyRuns } from "../domain/cycles/test-tally";
import { COLUMN_NAMES, createSampleColumns, type SampleColumns, sliceSamples } from "../domain/samples/sample-columns";
import { importBytes, joinedSamples, readExpected, readFixture } from "../testing/files/imported-file";
import { uncertaintyByText } from "../testing/references/uncertainty-by-text";
import { UnreadableFileError } from "./cycler-file";

// Without the two samples of two and four rows with current, which nothing can be compared with.
const FILES = [
  "neware_uio.csv",
  "landt_ligrr2032.bdf.csv",
  "cyclers/batmo_bdf.excerpt.csv",
  "cyclers/SINTEF__LiGrR2032__2024-04-30__25degC__Landt.csv",
  "cyclers/maccor_002.txt",
  "cyclers/PreDiag_000229_000229_truncated.034",
  "cyclers/PredictionDiagnostics_000109_tztest.excerpt.010",
  "cyclers/PredictionDiagnostics_000151_paused.052",
  "cyclers/2017-05-09_test-TC-contact_CH33.csv",
  "cyclers/CS2_33_8_18_10.csv",
  "cyclers/CS2_33_2_2_11.csv.gz",
  "cyclers/K2_016_7_3_13_1C_Cycle.excerpt.csv.gz",
  "cyclers/Sample_data_biologic_01_MB_CA1.txt",
  "cyclers/Sample_data_biologic_02_MB_CA1.txt",
  "cyclers/Sample_data_biologic_03_MB_CA1.txt",
  "cyclers/Sample_data_biologic_timestamped.txt",
  "cyclers/sample_data_basytec.txt",
  "cyclers/sample_data_novonix.csv",
];

async function samplesOf(file: string): Promise<SampleColumns> {
  const bytes = readFixture(file);
  try {
    return joinedSamples((await importBytes(bytes)).parts);
  } catch (cause) {
    if (!(cause instanceof UnreadableFileError) || cause.problems[0]?.column !== "startedAt") throw cause;
    return joinedSamples((await importBytes(bytes, { startedAtUs: 1.7e15 })).parts);
  }
}

/** Every n-th row, and the last: what the cycler counted behind it no row tells. */
function everyNth(samples: SampleColumns, nth: number): SampleColumns {
  const last = samples.length - 1;
  const thinned = createSampleColumns(Math.floor(last / nth) + 1 + Number(last % nth > 0));
  for (const name of COLUMN_NAMES) {
    for (let index = 0; index < thinned.length; index++) {
      thinned[name][index] = samples[name][Math.min(index * nth, last)] as number;
    }
  }
  return thinned;
}

const DIRECTIONS = [
  ["chargeCapacityAh", "chargeAs", 1],
  ["dischargeCapacityAh", "dischargeAs", -1],
] as const;

type HalfCycle = { file: string; cycle: number | null; ofText: number; bound: number; off: number; vendor: number };

/**
 * The half cycles of a file whose counters are no noise: at least 1 % of the file's largest, and over 1 µAh.
 * @param nth only every n-th row is kept
 */
async function halfCyclesOf(file: string, nth: number): Promise<HalfCycle[]> {
  const expected = readExpected(file);
  const samples = everyNth(await samplesOf(file), nth);
  const runs = splitIntoRuns(samples, null, null);
  let from = 0;
  let before: number | null = null;
  const texts = new Map<Run, [number, number]>();
  for (const run of runs) {
    const own = sliceSamples(samples, from, from + run.sampleCount);
    texts.set(run, [uncertaintyByText(run, own, before, 1), uncertaintyByText(run, own, before, -1)]);
    from += run.sampleCount;
    before = run.lastCurrentA;
  }
  const settings = { nominalCapacityAh: null, cycleStartsWith: "charge", endedAtUs: null } as const;
  const runCycles = tallyRuns(runs, settings)?.runCycles ?? [];
  const isNumbered = expected.cycleNumbers === "vendor";
  const references = isNumbered ? expected.cycles : expected.wholeFile ? [{ ...expected.wholeFile, cycle: null }] : [];
  const largest = Math.max(
    ...references.flatMap(({ vendor }) => [vendor?.chargeCapacityAh ?? 0, vendor?.dischargeCapacityAh ?? 0]),
  );
  return references.flatMap(({ cycle, vendor }) => {
    const own = runs.filter((_, index) => cycle === null || runCycles[index] === cycle);
    return DIRECTIONS.flatMap(([name, direction, sign]) => {
      const value = vendor?.[name] ?? 0;
      if (value < largest / 100 || value <= 1e-6) return [];
      const total = (of: (run: Run) => number) => own.reduce((sum, run) => sum + of(run), 0) / SECONDS_PER_HOUR;
      return [
        {
          file,
          cycle,
          vendor: value,
          ofText: total((run) => texts.get(run)?.[sign === 1 ? 0 : 1] ?? Number.NaN),
          bound: total((run) => runUncertainties(run)?.[direction] ?? Number.NaN),
          off: Math.abs(total((run) => run[direction]) - value),
        },
      ];
    });
  });
}

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
const isInside = ({ off, bound }: HalfCycle) => off <= bound;

it.each([
  ["every row", 1],
  ["every second row", 2],
  ["every fourth row", 4],
])("holds the cycler's counters in at least 99 of 100 half cycles, with %s", async (_, nth) => {
  const ofFiles = await Promise.all(FILES.map((file) => halfCyclesOf(file, nth)));
  const all = ofFiles.flat();
  const row = (file: string, halfCycles: readonly HalfCycle[]) => ({
    file,
    "half cycles": halfCycles.length,
    inside: halfCycles.filter(isInside).length,
    "U ÷ text's": median(halfCycles.map(({ bound, ofText }) => bound / ofText)).toFixed(3),
    "U ÷ counter": median(halfCycles.map(({ bound, vendor }) => bound / vendor)).toExponential(1),
  });
  console.table([...ofFiles.map((own, index) => row(FILES[index] ?? "", own)), row("all", all)]);
  expect(all.length).toBeGreaterThan(250);
  expect(all.filter(isInside).length / all.length).toBeGreaterThanOrEqual(0.99);
  // Every counter is inside while every row is there.
  expect(nth === 1 ? all.filter((halfCycle) => !isInside(halfCycle)) : []).toEqual([]);
  expect(median(all.map(({ bound, ofText }) => bound / ofText))).toBeLessThanOrEqual(3);
});
