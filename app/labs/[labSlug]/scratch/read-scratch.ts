import type { SampleColumns } from "@/server/domain/samples/sample-columns";
import { UnreadableFileError } from "@/server/importers/cycler-file";
import { readCyclerFile } from "@/server/importers/read-cycler-file";
import { joinedSamples, prepareScratch, type Scratch } from "./prepare-scratch";

/** @property tests the names of the file's tests, in the order in which they begin; `testAt` is the one that is shown */
export type ScratchAnswer =
  | {
      kind: "shown";
      scratch: Scratch;
      format: string;
      samples: number;
      tests: string[];
      testAt: number;
      hasClock: boolean;
    }
  | { kind: "refused"; message: string };

/** A browser keeps all samples of a file at once. */
const MAX_BYTES = 200_000_000;
const CHUNK_BYTES = 1 << 20;
/** As the server has it: a file's clock may be of any zone. */
const AHEAD_MS = 86_400_000;
/** Assumed of a file without a clock: the year 2000. */
const SOME_START_US = 946_684_800e6;

/** Reads a file as the server would, and gives what the charts of one of its tests are drawn from. @param testAt its place in the file */
export async function readScratch(file: Blob, timeZone: string, testAt: number): Promise<ScratchAnswer> {
  if (file.size > MAX_BYTES) {
    return {
      kind: "refused",
      message: `Files over ${MAX_BYTES / 1e6} MB are too large to be looked at here. Import it.`,
    };
  }
  try {
    return await read(file, { timeZone, testAt, startedAtUs: null });
  } catch (cause) {
    if (!asksForStart(cause)) return refusal(cause);
  }
  return read(file, { timeZone, testAt, startedAtUs: SOME_START_US }).catch(refusal);
}

type ReadOptions = { timeZone: string; testAt: number; startedAtUs: number | null };

async function read(file: Blob, { timeZone, testAt, startedAtUs }: ReadOptions): Promise<ScratchAnswer> {
  const parts: SampleColumns[] = [];
  const tests = new Map<string, string>();
  const latestUs = (Date.now() + AHEAD_MS) * 1000;
  const options = { format: "auto", startedAtUs, timeZone, isPartial: false, latestUs };
  const { format } = await readCyclerFile(chunksOf(file), options, ({ cell, test, samples }) => {
    const key = JSON.stringify([cell, test]);
    if (!tests.has(key)) tests.set(key, nameOf(cell, test, tests.size));
    if ([...tests.keys()].indexOf(key) === testAt) parts.push(samples);
  });
  const samples = joinedSamples(parts);
  return {
    ...{ kind: "shown", scratch: prepareScratch(samples, ""), format, samples: samples.length },
    ...{ tests: [...tests.values()], testAt, hasClock: startedAtUs === null },
  };
}

/** What a test is called: by its cell and its own name, where the file has any, else by its place. */
const nameOf = (cell: string | null, test: string, place: number) =>
  [cell, test].filter((name) => name !== null && name !== "").join(", ") || `Test ${place + 1}`;

async function* chunksOf(file: Blob) {
  for (let from = 0; from < file.size; from += CHUNK_BYTES) {
    yield new Uint8Array(await file.slice(from, from + CHUNK_BYTES).arrayBuffer());
  }
}

function asksForStart(cause: unknown): boolean {
  return cause instanceof UnreadableFileError && cause.problems.some(({ column }) => column === "startedAt");
}

function refusal(cause: unknown): ScratchAnswer {
  if (!(cause instanceof UnreadableFileError)) throw cause;
  return { kind: "refused", message: cause.message };
}
