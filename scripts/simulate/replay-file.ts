import { UnreadableFileError } from "@/server/importers/cycler-file";
import { readCyclerFile } from "@/server/importers/read-cycler-file";
import {
  floatAt,
  intAt,
  NO_INT,
  SENT_MODES,
  type SampleColumns,
  type SentMode,
} from "@/server/domain/samples/sample-columns";

/** A row of a cycler's file, in the order of the file. Fields that the file has not are absent. */
export type ReplayRow = {
  testTimeS: number;
  /** 0-based ordinal among the rows of the same test time: a cycler may write two, and both count. */
  record: number;
  voltageV: number;
  currentA: number;
  temperatureC?: number;
  cycle?: number;
  step?: number;
  stepCount?: number;
  mode?: SentMode;
  /** Time since its step began, where the file tells it. */
  stepTimeS?: number;
};

/** A file, and when its test time was 0 by its own clock; a date without a zone is taken for UTC. */
export type ReplayFile = { rows: ReplayRow[]; startedAtMs: number | null };

/** A file that cannot be played, and why. */
export class ReplayFileError extends Error {}

const US_PER_S = 1e6;
/** Stands in for the start of a file that does not tell it. */
const SOME_START_US = Date.UTC(2000, 0, 1) * 1000;

/** @throws ReplayFileError that names the column, or the line and column, that cannot be read */
export async function parseReplayFile(bytes: Uint8Array): Promise<ReplayFile> {
  try {
    return await readRows(bytes, null).catch(async (cause: unknown) => {
      const asksForStart = cause instanceof UnreadableFileError && cause.problems[0]?.column === "startedAt";
      if (!asksForStart) throw cause;
      return { ...(await readRows(bytes, SOME_START_US)), startedAtMs: null };
    });
  } catch (cause) {
    throw cause instanceof UnreadableFileError ? new ReplayFileError(cause.message) : cause;
  }
}

async function readRows(bytes: Uint8Array, startedAtUs: number | null): Promise<ReplayFile> {
  const parts: SampleColumns[] = [];
  const options = { format: "auto", startedAtUs, timeZone: "UTC", isPartial: true };
  const summary = await readCyclerFile(whole(bytes), options, ({ samples }) => {
    parts.push(samples);
  });
  const startUs = summary.tests[0]?.startedAtUs ?? 0;
  const seen = new Map<number, number>();
  const rows = parts.flatMap((samples) =>
    Array.from({ length: samples.length }, (_, index) => toRow(samples, index, startUs, seen)),
  );
  return { rows, startedAtMs: Math.round(startUs / 1000) };
}

async function* whole(bytes: Uint8Array) {
  yield bytes;
}

/** @param seen how many rows of each test time there were; a file without test time is played by its clock */
function toRow(samples: SampleColumns, index: number, startUs: number, seen: Map<number, number>): ReplayRow {
  const given = floatAt(samples.testTimeS, index);
  const testTimeS = Number.isNaN(given) ? (floatAt(samples.timeUs, index) - startUs) / US_PER_S : given;
  const timeUs = Math.round(testTimeS * US_PER_S);
  const record = seen.get(timeUs) ?? 0;
  seen.set(timeUs, record + 1);
  return {
    testTimeS,
    record,
    voltageV: floatAt(samples.voltageV, index),
    currentA: floatAt(samples.currentA, index),
    ...present("temperatureC", samples.temperatureC[index]),
    ...present("cycle", samples.cycle[index]),
    ...present("step", samples.step[index]),
    ...present("stepCount", samples.stepCount[index]),
    ...present("stepTimeS", samples.stepTimeS[index]),
    ...present("mode", SENT_MODES[intAt(samples.mode, index)]),
  };
}

function present<K extends string, V>(key: K, value: V | undefined): { [key in K]?: V } {
  if (value === undefined || value === NO_INT || Number.isNaN(value)) return {};
  return { [key]: value } as { [key in K]: V }; // a computed key widens to string
}
