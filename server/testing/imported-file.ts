import { readFileSync } from "node:fs";
import { z } from "zod";
import { type ImportOptions, type ImportPart, type ImportSummary, UnreadableFileError } from "../importers/cycler-file";
import { readCyclerFile } from "../importers/read-cycler-file";
import { COLUMN_NAMES, createSampleColumns, type SampleColumns } from "../domain/samples/sample-columns";
import { type Run, splitIntoRuns } from "../domain/cycles/runs";
import { tallyRuns } from "../domain/cycles/test-tally";

export type ImportedFile = { summary: ImportSummary; parts: ImportPart[] };

const OPTIONS: ImportOptions = { format: "auto", startedAtUs: null, timeZone: "UTC", isPartial: false };
const CHUNK_BYTES = 60_000;

export const readFixture = (name: string): Uint8Array => readFileSync(`fixtures/${name}`);

/** Imports a whole file, in chunks that end anywhere. */
export async function importBytes(
  bytes: Uint8Array,
  options: Partial<ImportOptions> = {},
  chunkBytes = CHUNK_BYTES,
): Promise<ImportedFile> {
  const parts: ImportPart[] = [];
  const summary = await readCyclerFile(pieces(bytes, chunkBytes), { ...OPTIONS, ...options }, (part) => {
    parts.push(part);
  });
  return { summary, parts };
}

export const importText = (text: string, options: Partial<ImportOptions> = {}): Promise<ImportedFile> =>
  importBytes(new TextEncoder().encode(text), options);

/** The error of a file that must be refused. */
export async function refusalOf(bytes: Uint8Array, options: Partial<ImportOptions> = {}): Promise<UnreadableFileError> {
  try {
    await importBytes(bytes, options);
  } catch (cause) {
    if (cause instanceof UnreadableFileError) return cause;
    throw cause;
  }
  throw new Error("the file was not refused");
}

async function* pieces(bytes: Uint8Array, length: number) {
  for (let from = 0; from < bytes.length; from += length) yield bytes.subarray(from, from + length);
}

/** The runs of one test as a recompute of stored samples splits them. */
export function runsOf(parts: readonly ImportPart[], test = ""): Run[] {
  const runs: Run[] = [];
  for (const part of parts) {
    if (part.test === test) runs.push(...splitIntoRuns(part.samples, runs.pop() ?? null, null));
  }
  return runs;
}

/** All samples of one test. */
export function joinedSamples(parts: readonly ImportPart[], test = ""): SampleColumns {
  const own = parts.filter((part) => part.test === test).map(({ samples }) => samples);
  const joined = createSampleColumns(own.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const samples of own) {
    for (const name of COLUMN_NAMES) joined[name].set(samples[name], at);
    at += samples.length;
  }
  return joined;
}

/** The cycles of one test, as a recompute gives them for a cell without settings. */
export function cyclesOf(parts: readonly ImportPart[], cycleStartsWith: "charge" | "discharge" = "charge") {
  return tallyRuns(runsOf(parts), { nominalCapacityAh: null, cycleStartsWith, endedAtUs: null })?.cycles ?? [];
}

const vendor = z.object({ chargeCapacityAh: z.number().nullable(), dischargeCapacityAh: z.number().nullable() });
const sums = z.object({
  samples: z.int(),
  chargeCapacityAh: z.number(),
  dischargeCapacityAh: z.number(),
  chargeEnergyWh: z.number(),
  dischargeEnergyWh: z.number(),
  leadInSeconds: z.number(),
  uncoveredSeconds: z.number(),
  /** By the cycler's own counters. */
  vendor: vendor.optional(),
});
const cycles = z.array(sums.extend({ cycle: z.int() }));
const expected = z.object({
  rows: z.int(),
  tolerance: z.object({ relative: z.number(), absolute: z.number() }),
  vendorMaxRelativeDifference: z.object({ capacity: z.number().nullable(), energy: z.number().nullable() }),
  cycleNumbers: z.enum(["vendor", "none in the file"]),
  cycles,
  wholeFile: sums.optional(),
  cyclesIfStartingWithDischarge: cycles.optional(),
});
export type ExpectedCycle = z.infer<typeof cycles>[number];

export function readExpected(file: string) {
  return expected.parse(JSON.parse(readFileSync(`fixtures/expected/${file.replace(/.*\/|\.gz$/g, "")}.json`, "utf8")));
}
