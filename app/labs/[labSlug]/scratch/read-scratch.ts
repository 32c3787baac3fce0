import type { SampleColumns } from "@/server/domain/samples/sample-columns";
import { UnreadableFileError } from "@/server/importers/cycler-file";
import { readCyclerFile } from "@/server/importers/read-cycler-file";
import { joinedSamples, prepareScratch, type Scratch } from "./prepare-scratch";

export type ScratchAnswer =
  | { kind: "shown"; scratch: Scratch; format: string; samples: number; tests: number; hasClock: boolean }
  | { kind: "refused"; message: string };

/** A browser keeps all samples of a file at once. */
const MAX_BYTES = 200_000_000;
const CHUNK_BYTES = 1 << 20;
/** As the server has it: a file's clock may be of any zone. */
const AHEAD_MS = 86_400_000;
/** Assumed of a file without a clock: the year 2000. */
const SOME_START_US = 946_684_800e6;

/** Reads a file as the server would, and gives what the charts of its first test are drawn from. */
export async function readScratch(file: Blob, timeZone: string): Promise<ScratchAnswer> {
  if (file.size > MAX_BYTES) {
    return {
      kind: "refused",
      message: `Files over ${MAX_BYTES / 1e6} MB are too large to be looked at here. Import it.`,
    };
  }
  try {
    return await read(file, timeZone, null);
  } catch (cause) {
    if (!asksForStart(cause)) return refusal(cause);
  }
  return read(file, timeZone, SOME_START_US).catch(refusal);
}

async function read(file: Blob, timeZone: string, startedAtUs: number | null): Promise<ScratchAnswer> {
  const parts: SampleColumns[] = [];
  let first: { name: string; test: string } | null = null;
  const latestUs = (Date.now() + AHEAD_MS) * 1000;
  const options = { format: "auto", startedAtUs, timeZone, isPartial: false, latestUs };
  const summary = await readCyclerFile(chunksOf(file), options, ({ cell, test, samples }) => {
    const name = JSON.stringify([cell, test]);
    first ??= { name, test };
    if (name === first.name) parts.push(samples);
  });
  const samples = joinedSamples(parts);
  return {
    ...{ kind: "shown", scratch: prepareScratch(samples, ""), format: summary.format, samples: samples.length },
    ...{ tests: summary.tests.length, hasClock: startedAtUs === null },
  };
}

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
