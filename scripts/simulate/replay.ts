import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import type { LabClient } from "./lab-client";
import { type ReplayOptions, UsageError } from "./options";
import { parseReplayFile, type ReplayFile, ReplayFileError, type ReplayRow } from "./replay-file";
import { findStoredTest, type StoredTest } from "./stored-tests";

const DEFAULT_LENGTH_S = 60;
const SEND_EVERY_MS = 300;
const PRINT_EVERY_MS = 10_000;
const US_PER_MS = 1000;
const US_PER_S = 1e6;

/** Where a replay begins: when its test time was 0, in Unix ms, and the first row that the server may lack. */
export type ReplayStart = { startedAtMs: number; fromRow: number };

/**
 * Goes on with a replay of the same file that was broken off, else begins one.
 * @param stored the cell's test as the server has it, or null
 */
export function replayStart(
  file: ReplayFile,
  { startedAtMs, stored, nowMs }: { startedAtMs: number | null; stored: StoredTest | null; nowMs: number },
): ReplayStart {
  const [first, last] = [file.rows[0], file.rows.at(-1)];
  if (!first || !last) throw new ReplayFileError("The file has no rows.");
  const given = startedAtMs ?? file.startedAtMs;
  // The stored start is cut to whole ms, ours is one: rounding up finds it again.
  const storedStartMs = stored === null ? null : Math.ceil(stored.startedAtMs - first.testTimeS * 1000 - 1e-3);
  const startMs = given ?? storedStartMs ?? Math.floor(nowMs - last.testTimeS * 1000);
  if (timeMs(startMs, last) > nowMs) throw new UsageError("--started-at: the file would end in the future");
  const isSame = stored !== null && storedStartMs === startMs;
  return { startedAtMs: startMs, fromRow: isSame ? firstMissingRow(file, startMs, stored) : 0 };
}

/** Rows of the last stored time are sent again: one of two may be missing, and an equal one changes nothing. */
function firstMissingRow({ rows }: ReplayFile, startMs: number, stored: StoredTest): number {
  const found = rows.findIndex((row) => timeMs(startMs, row) >= stored.endedAtMs);
  return found === -1 ? rows.length : found;
}

/** Unix ms of a row, exact to the µs. */
function timeMs(startedAtMs: number, { testTimeS }: Pick<ReplayRow, "testTimeS">): number {
  return (startedAtMs * US_PER_MS + Math.round(testTimeS * US_PER_S)) / US_PER_MS;
}

/** A row of an ingest body. */
export function toReplayRow(cell: string, startedAtMs: number, row: ReplayRow) {
  const { testTimeS, record, voltageV, currentA, temperatureC, stepTimeS, ...numbers } = row;
  return {
    cell,
    time: timeMs(startedAtMs, row),
    testTime: testTimeS,
    record,
    voltage: voltageV,
    current: currentA,
    ...(temperatureC === undefined ? {} : { temperature: temperatureC }),
    ...(stepTimeS === undefined ? {} : { stepTime: stepTimeS }),
    ...numbers,
  };
}

/** Plays a file to the server as a cycler would have sent it: in order, when its rows come due, a batch at a time. */
export async function replay(
  client: LabClient,
  options: ReplayOptions,
  { print, signal }: { print: (line: string) => void; signal: AbortSignal },
): Promise<void> {
  const file = await parseReplayFile(await readBytes(options.replay));
  const stored = await findStoredTest(client, options.cell);
  const { startedAtMs, fromRow } = replayStart(file, {
    startedAtMs: options["started-at"] ?? null,
    stored,
    nowMs: Date.now(),
  });
  const rows = file.rows.slice(fromRow);
  const speed = options.speed === "max" ? Number.POSITIVE_INFINITY : (options.speed ?? defaultSpeed(rows));
  const how = Number.isFinite(speed) ? `at ${speed.toPrecision(3)} × real time` : "as fast as possible";
  print(`replay: ${rows.length} of ${file.rows.length} rows as ${options.cell}, ${how}`);
  const pace = { speed, fromS: rows[0]?.testTimeS ?? 0, beganMs: performance.now() };
  let printedMs = pace.beganMs;
  for (let sent = 0; sent < rows.length; ) {
    const due = dueRows(rows, sent, { untilS: testTimeNow(pace), limit: options.batch });
    if (due.length === 0) {
      await sleep(SEND_EVERY_MS, undefined, { signal });
      continue;
    }
    const samples = due.map((row) => toReplayRow(options.cell, startedAtMs, row));
    await client.ingest({ samples }, { patient: true });
    sent += due.length;
    if (performance.now() - printedMs > PRINT_EVERY_MS) {
      printedMs = performance.now();
      print(`replay: ${sent} of ${rows.length} rows sent`);
    }
  }
  print(`replayed: ${rows.length} samples`);
}

async function readBytes(path: string): Promise<Uint8Array> {
  return readFile(path).catch((cause) => {
    throw new ReplayFileError(`Cannot read ${path}: ${cause instanceof Error ? cause.message : String(cause)}`);
  });
}

function defaultSpeed(rows: readonly ReplayRow[]): number {
  const lengthS = (rows.at(-1)?.testTimeS ?? 0) - (rows[0]?.testTimeS ?? 0);
  return Math.max(1, lengthS / DEFAULT_LENGTH_S);
}

function testTimeNow({ speed, fromS, beganMs }: { speed: number; fromS: number; beganMs: number }): number {
  return Number.isFinite(speed) ? fromS + ((performance.now() - beganMs) / 1000) * speed : speed;
}

/** The rows from `from` on whose time has come, in order of the file. */
export function dueRows(
  rows: readonly ReplayRow[],
  from: number,
  { untilS, limit }: { untilS: number; limit: number },
): ReplayRow[] {
  const candidates = rows.slice(from, from + limit);
  const firstLater = candidates.findIndex(({ testTimeS }) => testTimeS > untilS);
  return firstLater === -1 ? candidates : candidates.slice(0, firstLater);
}
