import { describe, expect, it } from "vitest";
import { SECONDS_PER_HOUR } from "../domain/cycles/stored-quantities";
import {
  cyclesOf,
  type ExpectedCycle,
  importBytes,
  readExpected,
  readFixture,
  runsOf,
} from "../testing/files/imported-file";
import { UnreadableFileError } from "./cycler-file";

const FILES: [file: string, format: string][] = [
  ["neware_uio.csv", "neware"],
  ["landt_ligrr2032.bdf.csv", "bdf"],
  ["cyclers/batmo_bdf.excerpt.csv", "bdf"],
  ["cyclers/sample.bdf.csv", "bdf"],
  ["cyclers/SINTEF__LiGrR2032__2024-04-30__25degC__Landt.csv", "landt"],
  ["cyclers/maccor_002.txt", "maccor"],
  ["cyclers/PreDiag_000229_000229_truncated.034", "maccor"],
  ["cyclers/PredictionDiagnostics_000109_tztest.excerpt.010", "maccor"],
  ["cyclers/PredictionDiagnostics_000151_paused.052", "maccor"],
  ["cyclers/sample_data_maccor.csv", "maccor"],
  ["cyclers/2017-05-09_test-TC-contact_CH33.csv", "arbin"],
  ["cyclers/FastCharge_000025_CH8.csv", "arbin"],
  ["cyclers/sample_data_arbin.csv", "arbin"],
  ["cyclers/CS2_33_8_18_10.csv", "arbin"],
  ["cyclers/CS2_33_2_2_11.csv.gz", "arbin"],
  ["cyclers/K2_016_7_3_13_1C_Cycle.excerpt.csv.gz", "arbin"],
  ["cyclers/Sample_data_biologic_01_MB_CA1.txt", "biologic"],
  ["cyclers/Sample_data_biologic_02_MB_CA1.txt", "biologic"],
  ["cyclers/Sample_data_biologic_03_MB_CA1.txt", "biologic"],
  ["cyclers/Sample_data_biologic_timestamped.txt", "biologic"],
  ["cyclers/Sample_data_biologic_no_header.mpt", "biologic"],
  ["cyclers/sample_data_basytec.txt", "basytec"],
  ["cyclers/sample_data_novonix.csv", "novonix"],
];

const STARTED_AT_US = Date.UTC(2024, 0, 1) * 1000;

/** As it is; with a start where it asks for one. */
async function importFile(file: string) {
  const bytes = readFixture(file);
  try {
    return await importBytes(bytes);
  } catch (cause) {
    if (!(cause instanceof UnreadableFileError) || cause.problems[0]?.column !== "startedAt") throw cause;
    return importBytes(bytes, { startedAtUs: STARTED_AT_US });
  }
}

type Moved = { chargeAs: number; dischargeAs: number; chargeWs: number; dischargeWs: number };

function expectSums(ours: Moved | undefined, theirs: Omit<ExpectedCycle, "cycle">, relative: number, absolute: number) {
  const pairs = [
    ["chargeAs", theirs.chargeCapacityAh],
    ["dischargeAs", theirs.dischargeCapacityAh],
    ["chargeWs", theirs.chargeEnergyWh],
    ["dischargeWs", theirs.dischargeEnergyWh],
  ] as const;
  for (const [name, value] of pairs) {
    const difference = Math.abs((ours?.[name] ?? Number.NaN) / SECONDS_PER_HOUR - value);
    expect(difference, name).toBeLessThanOrEqual(Math.max(absolute, relative * Math.abs(value)));
  }
}

describe.each(FILES)("%s", (file, format) => {
  const expected = readExpected(file);
  const { relative, absolute } = expected.tolerance;

  it("is recognised and gives every cycle", async () => {
    const { summary, parts } = await importFile(file);
    expect(summary.format).toBe(format);
    expect(summary.samples).toBe(expected.rows);
    const isNumbered = expected.cycleNumbers === "vendor";
    const expectCycles = (ours: ReturnType<typeof cyclesOf>, theirs: readonly ExpectedCycle[]) => {
      expect(ours.map(({ cycle }) => cycle)).toEqual(theirs.map(({ cycle }) => cycle));
      for (const cycle of theirs) {
        const own = ours.find((other) => other.cycle === cycle.cycle);
        expectSums(own, cycle, isNumbered ? relative : 1e-4, absolute);
        if (isNumbered) expect(own?.sampleCount).toBe(cycle.samples);
      }
    };
    expectCycles(cyclesOf(parts, "charge"), expected.cycles);
    const { cyclesIfStartingWithDischarge } = expected;
    if (cyclesIfStartingWithDischarge) expectCycles(cyclesOf(parts, "discharge"), cyclesIfStartingWithDischarge);
    expect(summary.cycles).toBe(expected.cycles.length);
  });

  it("gives the whole file", async () => {
    const { parts } = await importFile(file);
    const whole = { chargeAs: 0, dischargeAs: 0, chargeWs: 0, dischargeWs: 0 };
    for (const run of runsOf(parts)) for (const name of Object.keys(whole) as (keyof Moved)[]) whole[name] += run[name]; // keys of a known type
    if (expected.wholeFile) expectSums(whole, expected.wholeFile, relative, absolute);
    const references = expected.wholeFile ? [expected.wholeFile] : expected.cycles;
    const total = (name: "leadInSeconds" | "uncoveredSeconds") =>
      references.reduce((sum, reference) => sum + reference[name], 0);
    const runs = runsOf(parts);
    // Sums of seconds with many digits: to a microsecond for each of the runs.
    const digits = 1e-6 * runs.length;
    const leadInS = runs.reduce((sum, run) => sum + run.leadInS, 0);
    expect(Math.abs(leadInS - total("leadInSeconds")), "lead-in").toBeLessThanOrEqual(digits);
    const uncoveredS = runs.reduce((sum, run) => sum + (run.uncoveredS ?? Number.NaN), 0);
    expect(Math.abs(uncoveredS - total("uncoveredSeconds")), "uncovered").toBeLessThanOrEqual(digits);
  });

  it("agrees with the cycler's counters as far as its sampling allows", async () => {
    const { summary } = await importFile(file);
    for (const { quantity, relativeDifference, vendor } of summary.counters) {
      const limit = expected.vendorMaxRelativeDifference[quantity.endsWith("Energy") ? "energy" : "capacity"];
      // The reference leaves out what is noise, and rounds up to two digits.
      const largest = Math.max(
        ...summary.counters.filter((other) => other.quantity === quantity).map((other) => other.vendor),
      );
      if (limit !== null && vendor >= largest / 100 && vendor > 1e-6)
        expect(Math.abs(relativeDifference), quantity).toBeLessThanOrEqual(limit * 1.1);
    }
  });

  it("gives times that never fall, and counts equal ones", async () => {
    const { parts } = await importFile(file);
    let [before, record] = [Number.NEGATIVE_INFINITY, -1];
    const wrong: number[] = [];
    for (const { samples } of parts) {
      for (let index = 0; index < samples.length; index++) {
        const timeUs = samples.timeUs[index] as number;
        record = timeUs === before ? record + 1 : 0;
        if (!(timeUs >= before) || samples.record[index] !== record) wrong.push(timeUs);
        before = timeUs;
      }
    }
    expect(wrong).toEqual([]);
  });
});
