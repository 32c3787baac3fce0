import { asyncBufferFromFile, parquetReadObjects } from "hyparquet";
import { compressors } from "hyparquet-compressors";
import { SECONDS_PER_HOUR } from "../../domain/cycles/stored-quantities";
import type { Run } from "../../domain/cycles/runs";
import type { SampleColumns } from "../../domain/samples/sample-columns";
import { type CounterComparison, type ImportSummary, UnreadableFileError } from "../../importers/cycler-file";
import { cyclesOf, importBytes, joinedSamples, readFixture, runsOf } from "../imported-file";

/** A file as it is imported, and what is computed of it. */
export type Reading = {
  summary: ImportSummary;
  /** Of its first test. */
  samples: SampleColumns;
  runs: readonly Run[];
  cycles: ReturnType<typeof cyclesOf>;
  /** Names of its tests, in order. */
  tests: readonly string[];
  /** The rows of a Parquet file as they are, with counters that are not stored; none of other files. */
  table: readonly Record<string, unknown>[];
};

/** A file without a clock begins here. */
const STARTED_AT_US = Date.UTC(2024, 0, 1) * 1000;
/** BEEP takes clocks for Stanford's. */
const TIME_ZONES: Record<string, string> = {
  "comparisons/test_loopsnewoutput_MB_CE1_short10k.csv.gz": "America/Los_Angeles",
};

export async function readComparedFile(file: string): Promise<Reading> {
  const { summary, parts } = await importWithStart(file, { timeZone: TIME_ZONES[file] ?? "UTC" });
  const tests = [...new Set(parts.map(({ test }) => test))];
  const table = file.endsWith(".parquet") ? await parquetReadObjects(await parquetOf(file)) : [];
  return { summary, samples: joinedSamples(parts), runs: runsOf(parts), cycles: cyclesOf(parts), tests, table };
}

const parquetOf = async (file: string) => ({ file: await asyncBufferFromFile(`fixtures/${file}`), compressors });

async function importWithStart(file: string, options: { timeZone: string }) {
  try {
    return await importBytes(readFixture(file), options);
  } catch (cause) {
    if (!(cause instanceof UnreadableFileError) || cause.problems[0]?.column !== "startedAt") throw cause;
    return importBytes(readFixture(file), { ...options, startedAtUs: STARTED_AT_US });
  }
}

/** The last value of a column. */
export const lastOf = (column: ArrayLike<number>): number => column[column.length - 1] ?? Number.NaN;

export const isoS = (text: string): number => Date.parse(text) / 1000;

export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

export const chargeAh = (runs: readonly Run[]): number => sum(runs.map((run) => run.chargeAs)) / SECONDS_PER_HOUR;
export const dischargeAh = (runs: readonly Run[]): number => sum(runs.map((run) => run.dischargeAs)) / SECONDS_PER_HOUR;

/** The cycle with this number of the cycler. */
export function cycleOf({ cycles }: Reading, number: number) {
  const found = cycles.find(({ cycle }) => cycle === number);
  if (!found) throw new RangeError(`no cycle ${number}`);
  return found;
}

/** What the cycler's own counter added in a cycle of the first test. */
export function counterOf({ summary }: Reading, cycle: number, quantity: CounterComparison["quantity"]): number {
  const found = summary.counters.find(
    (counter) => counter.cycle === cycle && counter.quantity === quantity && counter.test === "",
  );
  if (!found) throw new RangeError(`no ${quantity} of cycle ${cycle}`);
  return found.vendor;
}

/** What the counter added in all cycles of the first test. */
export const wholeCounter = ({ summary }: Reading, quantity: CounterComparison["quantity"]): number =>
  sum(
    summary.counters
      .filter((counter) => counter.quantity === quantity && counter.test === "")
      .map(({ vendor }) => vendor),
  );
