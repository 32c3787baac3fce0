import { prepareSketch, type Sketch } from "@/app/_charts/sketch/prepare-sketch";
import type { SampleColumns } from "@/server/domain/samples/sample-columns";
import {
  type Answers,
  type ColumnMapping,
  type FileProblem,
  type ImportSummary,
  type TableStart,
  UnreadableFileError,
} from "@/server/importers/cycler-file";
import { readCyclerFile } from "@/server/importers/read-cycler-file";

/** Of a larger file only its beginning is read before it is sent. */
export const PREVIEW_BYTES = 20_000_000;
/** A packed file can only be read from its beginning to its end, and is as large as this at most. */
const MAX_PACKED_BYTES = 64_000_000;
const CHUNK_BYTES = 1 << 20;
/** As the server has it: a file's clock may be of any zone. */
const AHEAD_MS = 86_400_000;
/** Assumed until somebody says when a test began: the year 2000. */
const SOME_START_US = 946_684_800e6;

export type PreviewSettings = {
  timeZone: string;
  startedAtUs: number | null;
  isPartial: boolean;
  mapping: ColumnMapping | null;
  answers: Answers;
  /** Of the cell that the file is of, where the lab knows it, Ah. */
  nominalCapacityAh: number | null;
};

export type Preview =
  | {
      kind: "readable";
      summary: ImportSummary;
      sketch: Sketch | null;
      /** The file has no absolute times, and the start of its test was not entered yet. */
      needsStart: boolean;
      /** How much of it was read; null: all. */
      beginningBytes: number | null;
    }
  | { kind: "unreadable"; message: string; problems: readonly FileProblem[]; table: TableStart | null }
  /** Too large to be read here, or the browser failed: the server can read it still. */
  | { kind: "none"; why: string };

/** Reads a file, or its beginning, as the server will, and keeps nothing of it. */
export async function readPreview(file: Blob, settings: PreviewSettings): Promise<Preview> {
  const isPacked = await hasPackedBytes(file);
  if (isPacked && file.size > MAX_PACKED_BYTES) {
    const why = `A packed file of over ${MAX_PACKED_BYTES / 1e6} MB is not previewed; it is read when it is sent.`;
    return { kind: "none", why };
  }
  const part = isPacked ? file : await beginningOf(file);
  const isBeginning = part.size < file.size;
  const given = { ...settings, isPartial: settings.isPartial || isBeginning };
  const beginningBytes = isBeginning ? part.size : null;
  try {
    return { kind: "readable", ...(await read(part, given)), needsStart: false, beginningBytes };
  } catch (cause) {
    if (!asksForStart(cause)) return unreadable(cause);
  }
  try {
    return {
      kind: "readable",
      ...(await read(part, { ...given, startedAtUs: SOME_START_US })),
      needsStart: true,
      beginningBytes,
    };
  } catch (cause) {
    return unreadable(cause);
  }
}

async function read(part: Blob, settings: PreviewSettings) {
  const { timeZone, startedAtUs, isPartial, mapping, answers, nominalCapacityAh } = settings;
  const drawn: SampleColumns[] = [];
  let drawnTest: string | null = null;
  const latestUs = (Date.now() + AHEAD_MS) * 1000;
  const options = {
    ...{ format: "auto", startedAtUs, timeZone, isPartial, answers, latestUs },
    ...(mapping ? { mapping } : {}),
    ...(nominalCapacityAh === null ? {} : { nominalCapacityAh }),
  };
  const summary = await readCyclerFile(chunksOf(part), options, ({ cell, test, samples }) => {
    const name = JSON.stringify([cell, test]);
    drawnTest ??= name;
    if (name === drawnTest) drawn.push(samples);
  });
  return { summary, sketch: prepareSketch(drawn) };
}

async function* chunksOf(part: Blob) {
  for (let from = 0; from < part.size; from += CHUNK_BYTES) {
    yield new Uint8Array(await part.slice(from, from + CHUNK_BYTES).arrayBuffer());
  }
}

const PACKED_MARKS = [
  [0x1f, 0x8b],
  [0x50, 0x4b, 0x03, 0x04],
  [0x50, 0x41, 0x52, 0x31],
] as const;

/** Whether it is gzip, ZIP (or a workbook) or Parquet, by its first bytes. */
async function hasPackedBytes(file: Blob): Promise<boolean> {
  const first = new Uint8Array(await file.slice(0, 4).arrayBuffer());
  return PACKED_MARKS.some((mark) => mark.every((byte, at) => first[at] === byte));
}

const LINE_FEED = 0x0a;

/** The whole lines of a file's first bytes. */
async function beginningOf(file: Blob): Promise<Blob> {
  if (file.size <= PREVIEW_BYTES) return file;
  const from = PREVIEW_BYTES - CHUNK_BYTES;
  const end = new Uint8Array(await file.slice(from, PREVIEW_BYTES).arrayBuffer());
  const at = end.lastIndexOf(LINE_FEED);
  if (at < 0) return file.slice(0, PREVIEW_BYTES);
  // In UTF-16 with its lower byte first, a zero belongs to the line's end.
  const width = (from + at) % 2 === 0 && end[at + 1] === 0 ? 2 : 1;
  return file.slice(0, from + at + width);
}

function asksForStart(cause: unknown): boolean {
  return cause instanceof UnreadableFileError && cause.problems.some(({ column }) => column === "startedAt");
}

function unreadable(cause: unknown): Preview {
  if (!(cause instanceof UnreadableFileError)) throw cause;
  const { message, problems, table } = cause;
  return { kind: "unreadable", message, problems, table };
}
